import { expect, test } from 'vitest';
import { normaliseBatch } from '../normalise/normalise.ts';
import type { IntakeBatch } from '../store/ports.ts';
import { wholeValue } from './condition.ts';
import { PARSER_LIMITS } from './limits.ts';
import type { ParserMatch, TenantParser } from './parser.ts';
import { parserIndex } from './parser-index.ts';

const parser = (tenant: string, name: string, match: ParserMatch, expression = '%{shop.id}'): TenantParser => ({
  tenant,
  name,
  kind: 'dissect',
  expression,
  match,
});
const batch = (records: string[], more: Partial<IntakeBatch> = {}): IntakeBatch => ({
  position: 1,
  tenant: '/root/acme/',
  source: 'hec:main',
  received: '2026-11-30T00:00:00.000Z',
  format: '',
  timeZone: 'UTC',
  records,
  ...more,
});
const datasets = (parsers: TenantParser[], ...[records, more]: Parameters<typeof batch>) =>
  normaliseBatch(batch(records, more), 'bus', parserIndex(parsers)).rows.map(({ event }) => event.event.dataset);

test('`*` stands for anything, and a hostile value costs no more than its length', () => {
  expect(wholeValue('hec:main')('hec:main')).toBe(true);
  expect(wholeValue('hec:main')('hec:main2')).toBe(false);
  expect(wholeValue('*')('')).toBe(true);
  expect(wholeValue('*')(undefined)).toBe(false);
  expect(['/var/log/shop/a.log', '/var/log/shop.log', 'x/var/log/shop.log'].map(wholeValue('/var/*shop*.log'))).toEqual(
    [true, true, false],
  );
  expect(wholeValue('ab*ba')('aba')).toBe(false);
  const before = performance.now();
  expect(wholeValue('*a'.repeat(120))('a'.repeat(100_000) + 'b')).toBe(false);
  expect(performance.now() - before).toBeLessThan(50);
});

test('the nearest tenant reads a line first, then those above; nobody reads what is beside', () => {
  const match = { source: 'hec:*' };
  const own = parser('/root/acme/', 'own', match, 'a %{shop.id}');
  const above = parser('/root/', 'above', match);
  const beside = parser('/root/beta/', 'beside', match);
  const below = parser('/root/acme/emea/', 'below', match);
  expect(datasets([above, beside, below, own], ['a 1', 'b 1'])).toEqual(['custom.own', 'custom.above']);
  expect(datasets([beside, below], ['a 1'])).toEqual(['generic']);
  expect(parserIndex([beside])?.of(batch([]))).toBeUndefined();
  expect(parserIndex([])).toBeUndefined();
  expect(parserIndex([parser('/root/', 'rotten', match, 'no field')])?.of(batch([]))).toBeUndefined();
  const [z, a] = [parser('/root/', 'z', match), parser('/root/', 'a', match)];
  expect(datasets([z, a], ['1'])).toEqual(['custom.a']);
});

test('every condition must hold, of the record itself or of what its sender said beside it', () => {
  const records = ['<13>Nov 30 00:00:00 web-1 shop[7]: paid', 'paid'];
  const meta = [
    null,
    { source: '/var/log/shop.log', sourcetype: 'shop', program: 'shop', ecs: { 'service.name': 's' } },
  ];
  const reads = (match: ParserMatch, more: Partial<IntakeBatch> = {}) =>
    datasets([parser('/root/', 'p', match)], records, { meta, ...more }).map((dataset) => dataset === 'custom.p');
  expect(reads({ source: 'hec:main' })).toEqual([true, true]);
  expect(reads({ source: '/var/log/*' })).toEqual([false, true]);
  expect(reads({ sourcetype: 'shop' })).toEqual([false, true]);
  expect(reads({ sourcetype: 'shop' }, { format: 'shop' })).toEqual([true, true]);
  expect(reads({ service: 's' })).toEqual([false, true]);
  expect(reads({ program: 'shop' })).toEqual([true, true]);
  expect(reads({ program: 'shop', contains: '[7]' })).toEqual([true, false]);
});

test('the file that a shipper names beside its line is a source', () => {
  const record = JSON.stringify({
    message: 'paid',
    agent: { type: 'filebeat' },
    log: { file: { path: '/var/log/a' } },
  });
  expect(datasets([parser('/root/', 'p', { source: '/var/log/*' })], [record])).toEqual(['custom.p']);
  expect(datasets([parser('/root/', 'p', { source: '/srv/*' })], [record])).not.toEqual(['custom.p']);
});

test('so many expressions are tried on a line and no more', () => {
  const match = { source: '*' };
  const misses = (count: number) =>
    Array.from({ length: count }, (_, at) => parser('/root/acme/', `a${at}`, match, 'never %{x.y}'));
  const last = parser('/root/', 'last', match);
  expect(datasets([...misses(PARSER_LIMITS.triesPerLine - 1), last], ['a'])).toEqual(['custom.last']);
  expect(datasets([...misses(PARSER_LIMITS.triesPerLine), last], ['a'])).toEqual(['generic']);
});
