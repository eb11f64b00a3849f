import { expect, test } from 'vitest';
import type { EventRow } from '../ports.ts';
import { encodeEvents, withoutIds } from './encoded.ts';

const row = (id: string): EventRow => ({
  id,
  tenant: '/root/',
  time: '2026-01-01T00:00:00.000Z',
  ingested: '2026-01-01T00:00:00.000Z',
  position: 1,
  decoder: 'text',
  source: 's',
  raw: `line\nof ${id}`,
  event: { '@timestamp': '2026-01-01T00:00:00.000Z', ecs: { version: '9.1.0' }, event: { kind: 'event' } },
  native: {},
  logsource: {},
});

test('known ids are taken out and the other rows stay as they are', () => {
  const all = encodeEvents(['a', 'b', 'c'].map(row), {});
  const rest = withoutIds(all, new Set(['b', 'x']));
  expect(rest.ids).toEqual(['a', 'c']);
  const { rows, ends } = encodeEvents(['a', 'c'].map(row), {});
  expect(Buffer.from(rest.rows)).toEqual(Buffer.from(rows));
  expect(rest.ends).toEqual(ends);
  expect(withoutIds(all, new Set(['x']))).toBe(all);
});
