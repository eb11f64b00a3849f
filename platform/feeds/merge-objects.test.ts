import fc from 'fast-check';
import { expect, test } from 'vitest';
import { listChange, listOf, toRemember } from './list-of.ts';
import { mergedFrom, mergePage } from './merge-objects.ts';
import { readEnvelope } from './taxii/envelope.ts';

const NOW = Date.parse('2026-06-01T00:00:00Z');
const stix = (id: number, modified: string, pattern: string, more: object = {}) => ({
  type: 'indicator',
  spec_version: '2.1',
  id: `indicator--00000000-0000-4000-8000-${String(id).padStart(12, '0')}`,
  created: '2026-01-01T00:00:00Z',
  modified,
  pattern,
  pattern_type: 'stix',
  valid_from: '2026-01-01T00:00:00Z',
  ...more,
});
const address = (last: number) => `[ipv4-addr:value = '203.0.113.${last}']`;
const merged = (...pages: readonly object[][]) => {
  const merge = mergedFrom([]);
  for (const page of pages) mergePage(merge, page);
  return merge;
};
const values = (...pages: readonly object[][]) => listOf(merged(...pages), NOW).indicators.map(({ value }) => value);

test('the newest version holds, also where its digits differ', () => {
  const versions = [
    stix(1, '2026-02-01T00:00:00Z', address(1)),
    stix(1, '2026-02-01T00:00:00.000001Z', address(2)),
    stix(1, '2026-02-01T00:00:00.000Z', address(1)),
  ];
  expect(values(versions)).toEqual(['203.0.113.2']);
  expect(values(versions.toReversed())).toEqual(['203.0.113.2']);
});

test('what is revoked, ended, of another language or broken is counted by reason', () => {
  const merge = merged([
    { type: 'malware', id: 'malware--1' },
    stix(1, '2026-01-01T00:00:00Z', address(1)),
    stix(1, '2026-01-02T00:00:00Z', address(1), { revoked: true }),
    stix(2, '2026-01-01T00:00:00Z', address(2), { valid_until: '2026-05-01T00:00:00Z' }),
    stix(3, '2026-01-01T00:00:00Z', 'rule a {}', { pattern_type: 'yara' }),
    stix(4, 'yesterday', address(4)),
    { ...stix(5, '2026-01-01T00:00:00Z', address(5)), id: '__proto__' },
    stix(6, '2026-01-01T00:00:00Z', address(6), { valid_until: 'never' }),
    stix(7, '2026-01-01T00:00:00Z', address(7), { valid_until: '2026-07-01T00:00:00Z' }),
  ]);
  expect(listOf(merge, NOW)).toEqual({
    indicators: [{ type: 'ipv4-addr', value: '203.0.113.7', until: '2026-07-01T00:00:00.000Z' }],
    unused: { revoked: 1, ended: 1, pattern_unsupported: 1, malformed: 3 },
  });
});

test('a version that cannot be read takes the place of one that could', () => {
  const versions = [stix(1, '2026-01-01T00:00:00Z', address(1)), stix(1, '2026-01-02T00:00:00Z', 'x', {})];
  expect(values(versions)).toEqual([]);
});

test('where two objects say the same, the one that holds longest says until when', () => {
  const { indicators } = listOf(
    merged([
      stix(1, '2026-01-01T00:00:00Z', address(1), { valid_until: '2026-07-01T00:00:00Z' }),
      stix(2, '2026-01-01T00:00:00Z', address(1), { valid_until: '2026-08-01T00:00:00Z' }),
    ]),
    NOW,
  );
  expect(indicators).toEqual([{ type: 'ipv4-addr', value: '203.0.113.1', until: '2026-08-01T00:00:00.000Z' }]);
});

test('what has ended long ago is forgotten, what was revoked lately is not', () => {
  const merge = merged([
    stix(1, '2026-01-01T00:00:00Z', address(1), { valid_until: '2026-01-02T00:00:00Z' }),
    stix(2, '2026-01-01T00:00:00Z', address(2), { revoked: true }),
    stix(3, '2026-05-31T00:00:00Z', address(3), { revoked: true }),
    stix(4, '2026-01-01T00:00:00Z', address(4)),
    stix(5, '2026-01-01T00:00:00Z', 'other'),
  ]);
  expect(toRemember(merge, NOW).map(({ id }) => Number(id.at(-1)))).toEqual([3, 4, 5]);
});

test('a change counts what came and went', () => {
  const at = (value: string, until?: string) => ({ type: 'domain-name', value, ...(until && { until }) }) as const;
  expect(listChange([at('a'), at('b')], [at('b'), at('c'), at('d')])).toEqual({ added: 2, removed: 1, changed: true });
  expect(listChange([at('a')], [at('a')])).toEqual({ added: 0, removed: 0, changed: false });
  expect(listChange([at('a')], [at('a', '2026-07-01T00:00:00.000Z')]).changed).toBe(true);
});

const object = fc
  .record({
    id: fc.integer({ min: 0, max: 5 }),
    day: fc.integer({ min: 1, max: 3 }),
    last: fc.integer({ min: 0, max: 5 }),
    kind: fc.constantFrom('plain', 'revoked', 'ended', 'lasting', 'other', 'broken'),
  })
  .map(({ id, day, last, kind }) =>
    stix(
      id,
      kind === 'broken' ? '?' : `2026-01-0${day}T00:00:00Z`,
      kind === 'other' ? `[file:name = '${last}']` : address(last),
      {
        ...(kind === 'revoked' ? { revoked: true } : {}),
        ...(kind === 'ended' ? { valid_until: `2026-02-0${day}T00:00:00Z` } : {}),
        ...(kind === 'lasting' ? { valid_until: `2027-02-0${last + 1}T00:00:00Z` } : {}),
      },
    ),
  );

test('property: neither the order nor the repetition of pages matters, nor a pause between them', () => {
  const pages = fc.array(fc.array(object, { maxLength: 8 }), { maxLength: 8 });
  const order = fc.array(fc.nat(), { minLength: 1, maxLength: 30 });
  fc.assert(
    fc.property(pages, order, fc.nat(8), (given, picks, cut) => {
      const straight = merged(...given);
      const shuffled = [...picks.map((pick) => given[pick % (given.length || 1)] ?? []), ...given.toReversed()];
      const other = merged(...shuffled);
      expect(listOf(other, NOW)).toEqual(listOf(straight, NOW));
      expect(toRemember(other, NOW)).toEqual(toRemember(straight, NOW));
      // Two polls, with what was remembered in between: malformed ones are counted in the poll that brought them.
      const first = merged(...given.slice(0, cut));
      const second = mergedFrom(JSON.parse(JSON.stringify([...first.held.values()])));
      for (const page of given.slice(cut)) mergePage(second, page);
      expect(listOf(second, NOW).indicators).toEqual(listOf(straight, NOW).indicators);
    }),
  );
});

test.each([
  ['', 'feed_not_taxii'],
  ['[]', 'feed_not_taxii'],
  ['{"objects":{}}', 'feed_not_taxii'],
  [`{"objects":${'['.repeat(70)}${']'.repeat(70)}}`, 'feed_too_large'],
])('%s is no envelope', (text, code) => {
  expect(() => readEnvelope(text, 'x')).toThrow(expect.objectContaining({ code }));
});

test('brackets in strings are no depth', () => {
  const text = JSON.stringify({ objects: ['['.repeat(100), '\\"[['.repeat(50)], more: true, next: 'a' });
  expect(readEnvelope(text, 'x')).toMatchObject({ more: true, next: 'a' });
});
