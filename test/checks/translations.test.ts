import { readdirSync } from 'node:fs';
import path from 'node:path';
import { catalogue, LANGS } from '@haechi/locales';
import { expect, test } from 'vitest';
import { ROOT } from './tool.ts';

const reference = catalogue('ko');

test('there are texts to check', () => {
  expect(reference.size).toBeGreaterThan(50);
});

test.each(LANGS)('%s has the same files and keys as the Korean reference, none empty', (lang) => {
  const files = (folder: string): string[] => readdirSync(path.join(ROOT, 'locales', folder)).sort();
  expect(files(lang)).toEqual(files('ko'));
  const own = catalogue(lang);
  expect([...own.keys()].sort()).toEqual([...reference.keys()].sort());
  expect([...own].filter(([, value]) => value.trim() === '').map(([key]) => key)).toEqual([]);
});

test.each(LANGS)('%s keeps the placeholders of the Korean reference', (lang) => {
  const placeholders = (value: string): string[] => [...new Set(value.match(/\{\w+\}/g))].sort();
  const wrong: string[] = [];
  for (const [key, value] of catalogue(lang)) {
    if (placeholders(value).join() !== placeholders(reference.get(key) ?? '').join()) wrong.push(key);
  }
  expect(wrong).toEqual([]);
});

test('no text was left in English: a text of several words is written in its own script', () => {
  const script = { ko: /\p{Script=Hangul}/u, ja: /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u };
  for (const lang of ['ko', 'ja'] as const) {
    const left = [...catalogue(lang)].filter(
      ([, value]) => /[a-z]+ [a-z]+ [a-z]+/i.test(value) && !script[lang].test(value),
    );
    expect(left.map(([key]) => `${lang} ${key}`)).toEqual([]);
  }
});
