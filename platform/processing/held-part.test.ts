import type { Finding, Incident } from '@haechi/event';
import { expect, test } from 'vitest';
import { heldPart, type Round } from './held-part.ts';

const ACME = '/root/acme/';
const BETA = '/root/beta/';
const round: Round = {
  batches: [1, 2, 3].map((position) => ({ position, redelivered: false })),
  origins: [ACME, BETA, ACME].map((tenant) => ({ tenant, source: 's', received: '2026-03-01T00:00:00.000Z' })),
  events: { ids: ['a1', 'b1', 'b2', 'a2'], rows: Uint8Array.of(1, 2, 2, 3, 4, 4), ends: Float64Array.of(1, 3, 4, 6) },
  batchOf: Uint32Array.of(0, 1, 1, 2),
  late: Uint8Array.of(0, 1, 0, 1),
  doubled: [1, 2, 3],
  dead: [ACME, BETA].map((tenant) => ({ id: tenant, tenant, time: '', source: '', reason: '', raw: '' })),
  findings: [ACME, BETA].map((tenant) => ({ id: tenant, tenant }) as Finding),
  incidents: [ACME, BETA].map((tenant) => ({ id: tenant, tenant }) as Incident),
  counts: { [ACME]: 2, [BETA]: 2 },
};

test('a round that is held whole is left as it is', () => {
  expect(heldPart(round, { holds: () => true })).toBe(round);
});

test('what was taken over is left out, with all that was made of it', () => {
  const held = heldPart(round, { holds: (position) => position !== 2 });
  expect(held.batches.map(({ position }) => position)).toEqual([1, 3]);
  expect(held.origins.map(({ tenant }) => tenant)).toEqual([ACME, ACME]);
  expect(held.events).toEqual({ ids: ['a1', 'a2'], rows: Uint8Array.of(1, 4, 4), ends: Float64Array.of(1, 3) });
  expect([[...held.batchOf], [...held.late], held.doubled]).toEqual([
    [0, 1],
    [0, 1],
    [1, 3],
  ]);
  expect(held.counts).toEqual({ [ACME]: 2 });
  for (const rows of [held.dead, held.findings, held.incidents])
    expect(rows.map(({ tenant }) => tenant)).toEqual([ACME]);
});

test('of a round that was taken over whole nothing is left', () => {
  const none = heldPart(round, { holds: () => false });
  expect([none.batches, none.events.ids, none.findings, none.incidents, none.dead]).toEqual([[], [], [], [], []]);
});
