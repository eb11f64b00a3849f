import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { SPOOL_LIMITS } from '@haechi/spool';
import { strToU8, zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { normaliseBatch } from '../../normalise/normalise.ts';
import { fromBus } from '../../store/batch-on-bus.ts';
import type { IntakeBatch } from '../../store/ports.ts';
import { SpoolBus } from '../../store/spool-bus.ts';
import type { Upload } from '../../store/state/uploads.ts';
import { Allowances } from '../allowance.ts';
import { IntakeCounters } from '../counters.ts';
import { FILE_LIMITS, type FileLimits } from '../files/limits.ts';
import { INGEST_LIMITS, type IngestLimits } from '../limits.ts';
import { UPLOAD_LIMITS } from './limits.ts';
import { type TakeInDeps, type TakeInListener, type Taken, takeIn } from './take-in.ts';

let folder: string;
let bus: SpoolBus;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'take-in-'));
  bus = await SpoolBus.open(path.join(folder, 'spool'));
});
afterEach(async () => {
  await bus.close();
  await rm(folder, { recursive: true, force: true });
});

const NOTHING: Omit<Taken, 'problems'> = {
  readBytes: 0,
  inputs: 0,
  accepted: 0,
  rejected: 0,
  problemCount: 0,
  position: null,
};

async function take(
  bytes: Uint8Array | string,
  name = 'a.log',
  limits: { file?: Partial<FileLimits>; ingest?: Partial<IngestLimits> } = {},
  more: { signal?: AbortSignal; allowances?: Allowances } & Partial<TakeInListener> = {},
): Promise<Taken> {
  const file = path.join(folder, 'file');
  await writeFile(file, bytes);
  const upload = {
    tenant: '/root/acme/',
    name,
    bytes: Buffer.from(bytes).length,
    timeZone: 'UTC',
    sha256: 'a'.repeat(64),
  };
  const deps: TakeInDeps = {
    bus,
    counters: new IntakeCounters({ add: async () => undefined }, Date.now),
    allowances: more.allowances ?? new Allowances(Date.now),
    limits: { ...UPLOAD_LIMITS, heldMs: 50, batchesAhead: Number.POSITIVE_INFINITY },
    ingestLimits: { ...INGEST_LIMITS, ...limits.ingest },
    fileLimits: { ...FILE_LIMITS, ...limits.file },
    now: () => Date.parse('2026-03-01T00:00:00Z'),
  };
  const taken: Taken = { ...NOTHING, problems: [] };
  const { signal = new AbortController().signal } = more;
  const { onProgress = async () => undefined, onHeld = () => undefined } = more;
  await takeIn(upload as Upload & { sha256: string }, file, deps, taken, { onProgress, onHeld }, signal);
  return taken;
}

/** What lies in the spool. */
async function batches(): Promise<IntakeBatch[]> {
  const all: IntakeBatch[] = [];
  const wanted = bus.depth();
  if (wanted === 0) return all;
  const end = new AbortController();
  for await (const batch of bus.consume(end.signal)) if (all.push(fromBus(batch)) === wanted) break;
  return all;
}

test('rows of a table are read in every batch, and their ids are the same however they are cut', async () => {
  const rows = Array.from({ length: 50 }, (_, n) => `2026-01-02 03:04:05 192.0.2.${n} GET /${n} 200`);
  const text = `#Fields: date time c-ip cs-method cs-uri-stem sc-status\n${rows.join('\n')}\n`;
  const taken = await take(text, 'u_ex.log', { ingest: { batchRecords: 7 } });
  const cut = (await batches()).map((batch) => normaliseBatch(batch, 'bus'));
  expect([taken.accepted, cut.length]).toEqual([50, 8]);
  const made = cut.flatMap(({ rows: some }) => some);
  expect(made.map((row) => [row.decoder, row.event.source?.ip])).toEqual(
    rows.map((_, n) => ['iis-w3c', `192.0.2.${n}`]),
  );
  await bus.close();
  await rm(path.join(folder, 'spool'), { recursive: true });
  bus = await SpoolBus.open(path.join(folder, 'spool'));
  await take(text, 'renamed.log');
  const whole = (await batches()).flatMap((batch) => normaliseBatch(batch, 'other').rows);
  expect(whole.map(({ id }) => id)).toEqual(made.map(({ id }) => id));
});

test('a record past the limit is kept as far as it goes, as a dead letter; the last one that fits is not', async () => {
  const taken = await take(`${'x'.repeat(100)}\n${'y'.repeat(101)}\n`, 'a.log', { ingest: { recordChars: 100 } });
  expect([taken.accepted, taken.rejected]).toEqual([1, 1]);
  const [batch] = await batches();
  expect(normaliseBatch(batch as IntakeBatch, 'bus').dead).toMatchObject([
    { reason: 'record_too_long', raw: 'y'.repeat(100), source: 'upload:a.log', tenant: '/root/acme/' },
  ]);
});

test('archives inside one another expand together to no more than one may', async () => {
  const line = `${'a line of a log that says little. '.repeat(3)}\n`;
  const member = zipSync({ 'x.log': strToU8(line.repeat(2_000)) });
  const names = Array.from({ length: 30 }, (_, n) => `${n}.zip`);
  const bomb = zipSync(Object.fromEntries(names.map((name) => [name, member])));
  const file = { ratioFreeBytes: 1_000_000, ratio: 400, expandedBytes: 3_000_000 };
  const taken = await take(bomb, 'bomb.zip', { file });
  expect(new Set(taken.problems.map(({ reason }) => reason))).toEqual(new Set(['archive_bomb']));
  expect(taken.accepted).toBeGreaterThan(10_000);
  expect(taken.accepted * line.length).toBeLessThanOrEqual(file.expandedBytes);
});

test('problems are kept to their limit and counted past it', async () => {
  const names = Array.from({ length: 150 }, (_, n) => `../${n}.log`);
  const taken = await take(zipSync(Object.fromEntries(names.map((name) => [name, strToU8('x')]))), 'e.zip');
  expect([taken.problems.length, taken.problemCount, taken.inputs]).toEqual([100, 150, 0]);
});

test('it stops when it is told to, with what was made durable counted', async () => {
  const stop = new AbortController();
  const started = take(
    'a line\n'.repeat(200_000),
    'a.log',
    { ingest: { batchRecords: 1_000 } },
    {
      signal: stop.signal,
      onProgress: async () => stop.abort(),
    },
  );
  await expect(started).rejects.toMatchObject({ name: 'AbortError' });
  expect(bus.depth()).toBeLessThan(200);
});

describe('what the tenant may send', () => {
  const NONE = new Map<string, number>();
  const text = Array.from({ length: 40 }, (_, n) => `line ${n}\n`).join('');
  const bounded = (eventsPerSecond: number | null, bytesPerDay: number | null, now: () => number = Date.now) => {
    const allowances = new Allowances(now);
    allowances.set([{ path: '/root/', eventsPerSecond, bytesPerDay }], NONE);
    return allowances;
  };

  test('a file is read at the rate, in portions that leave room for live senders', async () => {
    let now = 0;
    const allowances = bounded(2, null, () => now);
    const held: unknown[] = [];
    const onProgress = async (): Promise<void> => {
      now += 1_000;
      // A live sender of the same tenant comes in between, and is never refused.
      allowances.take('/root/acme/', 1, 1);
    };
    const taken = await take(text, 'a.log', {}, { allowances, onProgress, onHeld: (bound) => held.push(bound) });
    expect(taken.accepted).toBe(40);
    const sizes = (await batches()).map(({ records }) => records.length);
    expect(Math.max(...sizes)).toBe(10);
    expect([held[0], held.at(-1), held.includes('volume')]).toEqual([undefined, 'rate', false]);
    // 40 at 2 a second, of which live senders took one; a burst was there.
    expect(now).toBeGreaterThanOrEqual(20_000);
  });

  test('a file waits for the next day when the volume of this one is used up, or for a larger bound', async () => {
    const allowances = bounded(null, 100);
    allowances.take('/root/acme/', 1, 100);
    let looks = 0;
    const onProgress = async (): Promise<void> => {
      if (++looks === 3) allowances.set([{ path: '/root/', eventsPerSecond: null, bytesPerDay: 1_000 }], NONE);
    };
    const held: unknown[] = [];
    const taken = await take(text, 'a.log', {}, { allowances, onProgress, onHeld: (bound) => held.push(bound) });
    expect([taken.accepted, held[0]]).toEqual([40, 'volume']);
  });

  test('what was given up while it waited is not taken', async () => {
    const allowances = bounded(1, null, () => 0);
    allowances.take('/root/acme/', 10, 1);
    const stop = new AbortController();
    const started = take(text, 'a.log', {}, { allowances, signal: stop.signal, onHeld: () => stop.abort() });
    await expect(started).rejects.toMatchObject({ name: 'AbortError' });
    expect(bus.depth()).toBe(0);
  });
});

test('a file goes in smaller parts over a bus that takes small messages only, with the same ids', async () => {
  const lines = Array.from({ length: 40 }, (_, n) => `line ${n} ${'x'.repeat(50)}`);
  await take(lines.join('\n'), 'a.log');
  const idsOf = async () => (await batches()).flatMap(({ records, meta }) => records.map((_, n) => meta?.[n]?.id));
  const whole = await idsOf();
  await bus.close();
  bus = await SpoolBus.open(path.join(folder, 'small'), { ...SPOOL_LIMITS, maxBatchBytes: 2_000 });
  const taken = await take(lines.join('\n'), 'a.log');
  expect([taken.accepted, taken.position]).toEqual([40, bus.depth()]);
  expect(bus.depth()).toBeGreaterThan(1);
  expect(await idsOf()).toEqual(whole);
});
