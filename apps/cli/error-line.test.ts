import { readFileSync } from 'node:fs';
import path from 'node:path';
import { HaechiError } from '@haechi/event';
import { catalogue, LANGS } from '@haechi/locales';
import { expect, test } from 'vitest';
import { ROOT, sourceFiles } from '../../test/checks/tool.ts';
import { errorLine, langAsked } from './error-line.ts';

/** What the commands `ship` and `pull` are made of. */
const SENDERS = /^(?:apps\/cli\/(?:ship|pull|sending|commands\/(?:ship|pull)\.ts)|packages\/hec\/)/;
/** Wrong usage is told by commander, in English. */
const thrown = sourceFiles('.ts')
  .filter((file) => SENDERS.test(file) && !file.endsWith('.test.ts'))
  .flatMap((file) => [...readFileSync(path.join(ROOT, file), 'utf8').matchAll(/new HaechiError\(\s*'(\w+)'[^;]*;/g)])
  .filter(([, code]) => code !== 'usage');
const codes = new Set(thrown.map(([, code = '']) => code));

test.each(LANGS)('%s has the words of every fault that ends ship and pull', (lang) => {
  expect(codes.size).toBeGreaterThan(10);
  const texts = catalogue(lang);
  const missing = [...codes].filter(
    (code) => !texts.has(`cli.errors.${code}.what`) || !texts.has(`cli.errors.${code}.remedy`),
  );
  expect(missing).toEqual([]);
});

test('a fault gives every value that its words have a place for', () => {
  const wanting: string[] = [];
  for (const [call, code = ''] of thrown) {
    for (const [, name = ''] of catalogue('ko')
      .get(`cli.errors.${code}.what`)
      ?.matchAll(/\{(\w+)\}/g) ?? []) {
      if (!new RegExp(`values: \\{[^}]*\\b${name}\\b`).test(call)) wanting.push(`${code} ${name}`);
    }
  }
  expect(wanting).toEqual([]);
});

test('there are no words of faults that do not exist', () => {
  const told = [...catalogue('ko').keys()].flatMap((key) => /^cli\.errors\.(\w+)\.what$/.exec(key)?.[1] ?? []);
  expect(told.filter((code) => !codes.has(code))).toEqual([]);
});

test('a fault is told in the person’s language, with what it is about; one without words as it was thrown', () => {
  const denied = new HaechiError('pull_denied', {
    what: 'refused',
    where: 'https://trail.s3.ap-northeast-2.amazonaws.com/',
    values: { reason: '403 AccessDenied' },
  });
  expect(errorLine(denied, 'ko')).toBe(
    'error[pull_denied]: 오브젝트 스토리지가 요청을 거부했습니다(403 AccessDenied); https://trail.s3.ap-northeast-2.amazonaws.com/; 키, --region, 버킷 이름을 확인하세요. 버킷에 대한 s3:ListBucket과 접두사 아래의 s3:GetObject 권한이 필요합니다',
  );
  const hostile = new HaechiError('ship_denied', { what: 'refused', values: { reason: '403 \x1b[2J' } });
  expect(errorLine(hostile, 'en')).toContain(String.raw`403 \u001b[2J`);
  const other = new HaechiError('unheard_of', { what: 'what', remedy: 'remedy' });
  expect(errorLine(other, 'ko')).toBe('error[unheard_of]: what; remedy');
});

test.each([
  [['pull', '--lang', 'ja'], 'ja'],
  [['pull', '--lang=en'], 'en'],
  [['pull', 'x'], 'ko'],
  [['pull', '--lang'], 'ko'],
])('%j is answered in %s where the environment says Korean', (argv, lang) => {
  expect(langAsked(argv, { LC_ALL: '', LANG: 'ko_KR.UTF-8' })).toBe(lang);
});
