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

test('known ids are taken out and the other lines stay as they are, line breaks in values included', () => {
  const all = encodeEvents(['a', 'b', 'c'].map(row), {});
  const rest = withoutIds(all, new Set(['b', 'x']));
  expect(rest.ids).toEqual(['a', 'c']);
  expect(new TextDecoder().decode(rest.lines)).toBe(
    new TextDecoder().decode(encodeEvents(['a', 'c'].map(row), {}).lines),
  );
  expect(withoutIds(all, new Set(['x']))).toBe(all);
});
