import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { parseFiles } from './parsed-files.ts';

const folder = mkdtempSync(path.join(tmpdir(), 'haechi-parsed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const filesOf = (value: string) =>
  Array.from({ length: 300 }, (_, index) => ({
    path: `${index}.yml`,
    text: `title: r${index}\nlogsource: {category: test}\ndetection: {sel: {A: '${value}*'}, condition: sel}\n`,
  }));

test('the cache gives what parsing gives; other rules get a cache of their own', () => {
  const [first, second] = [filesOf('x'), filesOf('y')];
  const parsed = parseFiles(first, folder);
  expect(parsed).toHaveLength(300);
  expect(readdirSync(folder)).toHaveLength(1);
  expect(parseFiles(first, folder)).toEqual(parsed);
  expect(parseFiles(first, undefined)).toEqual(parsed);
  expect(parseFiles(second, folder)).not.toEqual(parsed);
  expect(readdirSync(folder)).toHaveLength(2);
});

test('it is read: what stands in it comes out', () => {
  const files = filesOf('z');
  const before = readdirSync(folder);
  parseFiles(files, folder);
  const name = path.join(folder, readdirSync(folder).find((file) => !before.includes(file))!);
  writeFileSync(name, readFileSync(name, 'utf8').replaceAll('"title":"r7"', '"title":"seen"'));
  expect(parseFiles(files, folder)[7]!.rules[0]!.title).toBe('seen');
});

test('a broken cache, or one that cannot be written, only costs time', () => {
  const files = filesOf('x');
  for (const name of readdirSync(folder)) writeFileSync(path.join(folder, name), '{"format":1,');
  expect(parseFiles(files, folder)[0]!.rules[0]!.title).toBe('r0');
  expect(parseFiles(files, '/dev/null/cache')).toHaveLength(300);
});

test('only so many are kept', () => {
  for (let i = 0; i < 10; i++) parseFiles(filesOf(`v${i}`), folder);
  expect(readdirSync(folder)).toHaveLength(6);
});
