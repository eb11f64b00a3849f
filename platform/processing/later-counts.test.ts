import { expect, test } from 'vitest';
import { lateBefore, laterCounts } from './later-counts.ts';

const origin = { tenant: '/root/', source: 'hec:a', received: '2026-03-01T12:00:00.000Z' };

test('an event is late from an hour on', () => {
  expect(lateBefore(origin)).toBe('2026-03-01T11:00:00.000Z');
  expect(lateBefore({ ...origin, received: 'never' })).toBe('');
});

test('counts what is late and what was sent before by batch; what a crash brings again was counted', () => {
  const round = {
    origins: [origin, { ...origin, source: 'hec:b' }, { ...origin, source: 'hec:c' }],
    events: { ids: ['a', 'b', 'c', 'd'], rows: new Uint8Array(), ends: new Float64Array() },
    batchOf: Uint32Array.of(0, 0, 1, 1),
    late: Uint8Array.of(1, 1, 1, 0),
    doubled: [0, 2, 0],
  };
  expect(laterCounts(round, new Set(['b']), new Set(['d']))).toEqual([
    { ...origin, late: 1, doubled: 0 },
    { ...origin, source: 'hec:b', late: 1, doubled: 3 },
  ]);
});
