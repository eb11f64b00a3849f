/**
 * `./haechi bench store [--events N] [--days N] [--folder DIR] [--runs N] [--json]`: searches as the API makes them on
 * millions of stored events, in the engine in process, while events go on coming in. DIR keeps the events for the next
 * run; without it they go to a folder that is removed. Goal: p95 of each kind under a second.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { openEvents } from '@haechi/platform/store/events/store.ts';
import type { EventRow, EventStore, TimeRange } from '@haechi/platform/store/ports.ts';
import { scopeOf } from '@haechi/platform/tenancy/scope.ts';
import { type Figure, printFigures } from './figures.ts';
import { madeRows, NEEDLE, randomness } from './made/events.ts';
import { partsOnDisk } from './parts-on-disk.ts';

const { values } = parseArgs({
  options: {
    events: { type: 'string', default: '10000000' },
    days: { type: 'string', default: '7' },
    folder: { type: 'string' },
    runs: { type: 'string', default: '20' },
    json: { type: 'boolean', default: false },
  },
});
const EVENTS = Number(values.events);
const DAYS = Number(values.days);
const BATCH = 20_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Events that come in while it is searched: so many at once, so often. */
const BESIDE = { rows: 1_000, everyMs: 250 };
const GOAL_MS = 1_000;

const folder = values.folder ?? mkdtempSync(path.join(tmpdir(), 'haechi-bench-store-'));
const store = await openEvents(folder);
try {
  await store.migrate();
  const scope = scopeOf('/root/');
  const all = { from: new Date(0).toISOString(), to: new Date(Date.now() + DAY_MS).toISOString() };
  const filled = (await store.count(scope, '', all)) < EVENTS ? await fill(store) : undefined;
  const figures: Figure[] = filled?.figures ?? [];
  if (filled !== undefined) {
    figures.push({
      name: 'on disk per raw GB',
      value: (partsOnDisk(folder) / filled.rawBytes) * 1000,
      unit: 'MB',
      against: 'native view, ECS document and indexes included',
    });
  }
  figures.push(...(await searching(store, scope)));
  printFigures(figures, values.json ? ['--json'] : []);
} finally {
  await store.close();
  if (values.folder === undefined) rmSync(folder, { recursive: true, force: true });
}

/** Stores the events in their order, as an intake of days would have. */
async function fill(into: EventStore): Promise<{ figures: Figure[]; rawBytes: number }> {
  const started = performance.now();
  let rawBytes = 0;
  let batch: EventRow[] = [];
  let under: Promise<void> = Promise.resolve();
  for (const row of madeRows(EVENTS, { end: Date.now(), days: DAYS })) {
    rawBytes += row.raw.length;
    batch.push(row);
    if (batch.length < BATCH) continue;
    const full = batch;
    batch = [];
    await under;
    under = into.insert(full);
  }
  await under;
  await into.insert(batch);
  const seconds = (performance.now() - started) / 1000;
  await settled();
  return {
    rawBytes,
    figures: [
      {
        name: 'stored',
        value: EVENTS,
        unit: 'events',
        against: `over ${DAYS} days, ${(rawBytes / 1e9).toFixed(2)} GB raw`,
      },
      { name: 'storing, making included', value: Math.round(EVENTS / seconds), unit: 'events/s' },
    ],
  };
}

/** Waits until merges have done what they will: the folder stays as large as it is. */
async function settled(): Promise<void> {
  for (let last = -1, now = partsOnDisk(folder), round = 0; now !== last && round < 30; round++) {
    last = now;
    await sleep(2_000);
    now = partsOnDisk(folder);
  }
}

async function searching(of: EventStore, scope: ReturnType<typeof scopeOf>): Promise<Figure[]> {
  const newest = (await of.search(scope, { query: '', range: lastOf(DAYS * DAY_MS), limit: 1 })).rows[0];
  const now = Date.parse(newest?.time ?? new Date().toISOString());
  const random = randomness(7);
  const upTo = (most: number): number => Math.floor(random() * most);
  const week: TimeRange = {
    from: new Date(now - DAYS * DAY_MS).toISOString(),
    to: new Date(now + DAY_MS).toISOString(),
  };
  const day = (): TimeRange => {
    const end = now - upTo((DAYS - 1) * 24) * HOUR_MS;
    return { from: new Date(end - DAY_MS).toISOString(), to: new Date(end).toISOString() };
  };
  const seen = await of.search(scope, { query: '', range: week, limit: 1_000 });
  const pick = (): EventRow => seen.rows[upTo(seen.rows.length)] as EventRow;
  const ipOf = (): string => {
    for (;;) {
      const ip = pick().event.source?.ip;
      if (ip !== undefined) return ip;
    }
  };
  const word = (): string => Array.from({ length: 6 }, () => upTo(16).toString(16)).join('');
  const kinds: readonly (readonly [name: string, run: () => Promise<unknown>])[] = [
    ['free text, rare, 7 days', () => of.search(scope, { query: NEEDLE, range: week })],
    ['free text, in no event, 7 days', () => of.search(scope, { query: `zq${word()}`, range: week })],
    [
      'free text, phrase in many, 24 h',
      () => of.search(scope, { query: `"failed password" user${upTo(400)}`, range: day() }),
    ],
    ['field = value, page of 24 h', () => of.search(scope, { query: `user.name:user${upTo(400)}`, range: day() })],
    ['field = value, count of 7 days', () => of.count(scope, `user.name:user${upTo(400)}`, week)],
    [
      'field with wildcards, 24 h',
      () => of.search(scope, { query: `process.command_line:*enc*${word().slice(0, 3)}*`, range: day() }),
    ],
    ['native field, 24 h', () => of.search(scope, { query: `native.LogonId:0x${word()}`, range: day() })],
    ['address, page of 24 h', () => of.search(scope, { query: `source.ip:${ipOf()}`, range: day() })],
    ['network, count of 24 h', () => of.count(scope, `source.ip:203.${upTo(255)}.0.0/16`, day())],
    ['histogram, all, 7 days', () => of.histogram(scope, '', week, 60)],
    ['histogram of a field, 24 h', () => of.histogram(scope, 'event.outcome:failure', day(), 60)],
    ['top values, all, 7 days', () => of.top(scope, '', week, 'host.name', 10)],
    ['top addresses, 24 h', () => of.top(scope, '', day(), 'source.ip', 10)],
    [
      'top users of failed logins, 7 days',
      () => of.top(scope, 'event.action:ssh_login event.outcome:failure', week, 'user.name', 10),
    ],
    ['newest page, 7 days', () => of.search(scope, { query: '', range: week })],
    [
      'events of a finding',
      () =>
        of.byIds(
          scope,
          Array.from({ length: 50 }, () => `bench.${upTo(EVENTS >> 9)}.${upTo(512)}`),
        ),
    ],
    ['names of fields, 24 h', () => of.fields(scope, day())],
  ];
  const beside = ingestBeside(of);
  const figures: Figure[] = [];
  try {
    for (const [name, run] of kinds) {
      const times: number[] = [];
      for (let n = 0; n < Number(values.runs); n++) {
        const started = performance.now();
        await run();
        times.push(performance.now() - started);
      }
      const sorted = times.toSorted((a, b) => a - b);
      const [p50, p95] = [0.5, 0.95].map((share) => sorted[Math.ceil(share * sorted.length) - 1] as number);
      figures.push({
        name,
        value: p95 as number,
        unit: 'ms (p95)',
        against: `p50 ${(p50 as number).toFixed(0)}${(p95 as number) > GOAL_MS ? `, over the goal of ${GOAL_MS}` : ''}`,
      });
    }
  } finally {
    const { rows, slowestMs, seconds } = await beside();
    figures.push({
      name: 'stored beside the searches',
      value: Math.round(rows / seconds),
      unit: 'events/s',
      against: `slowest insert ${slowestMs.toFixed(0)} ms`,
    });
  }
  return figures;
}

/** Stores small batches at a steady pace until it is called. */
function ingestBeside(into: EventStore): () => Promise<{ rows: number; slowestMs: number; seconds: number }> {
  let stop = false;
  let rows = 0;
  let slowestMs = 0;
  const started = performance.now();
  const running = (async () => {
    for (let round = 0; !stop; round++) {
      const batch = [...madeRows(BESIDE.rows, { end: Date.now(), days: 1e-5, seed: 1_000 + round })];
      const at = performance.now();
      await into.insert(batch.map((row, n) => ({ ...row, id: `beside.${Date.now()}.${round}.${n}` })));
      slowestMs = Math.max(slowestMs, performance.now() - at);
      rows += batch.length;
      await sleep(Math.max(0, BESIDE.everyMs - (performance.now() - at)));
    }
  })();
  return async () => {
    stop = true;
    await running;
    return { rows, slowestMs, seconds: (performance.now() - started) / 1000 };
  };
}

function lastOf(ms: number): TimeRange {
  return {
    from: new Date(Date.now() - ms - 365 * DAY_MS).toISOString(),
    to: new Date(Date.now() + DAY_MS).toISOString(),
  };
}
