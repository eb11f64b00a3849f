import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openExpiry } from './expiry.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIDNIGHT = Date.parse('2026-03-14T00:00:00Z');
const NOON = MIDNIGHT + 12 * HOUR;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'haechi-expiry-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A run of the server from an hour of the wall clock on; `pass` looks at it every minute, as the timer does. */
function run(wallMs: number, { refuses = false } = {}) {
  let [wall, steady] = [wallMs, 0];
  const deleted: number[] = [];
  const said: string[] = [];
  const events = {
    expire(before: number) {
      deleted.push(before);
      return refuses ? Promise.reject(new Error('away')) : Promise.resolve(true);
    },
  };
  const log = { warn: (text: string) => said.push(text), error: (_: unknown, text: string) => said.push(text) };
  const { look, seenMs } = openExpiry({
    events,
    claim: async () => true,
    dataFolder: folder,
    log: log as never,
    now: () => wall,
    steadyMs: () => steady,
  });
  return {
    deleted,
    said,
    seenMs,
    leap: (ms: number) => (wall += ms),
    async pass(ms: number) {
      for (let gone = 0; gone < ms; gone += MINUTE) {
        wall += MINUTE;
        steady += MINUTE;
        await look();
      }
    },
  };
}

const trustedUntil = (ms: number) => writeFileSync(path.join(folder, 'clock-seen'), new Date(ms).toISOString());

test('once an hour what was past its time at the last midnight goes', async () => {
  trustedUntil(NOON - HOUR);
  const { deleted, pass } = run(NOON);
  await pass(2 * HOUR);
  expect(deleted).toEqual([MIDNIGHT, MIDNIGHT]);
  await pass(12 * HOUR);
  expect(deleted.at(-1)).toBe(MIDNIGHT + DAY);
  expect(Date.parse(readFileSync(path.join(folder, 'clock-seen'), 'utf8'))).toBe(NOON + 14 * HOUR);
});

test('where nothing says when the server ran last, nothing goes for a day', async () => {
  const { deleted, pass, seenMs } = run(NOON);
  await pass(DAY - MINUTE);
  expect([deleted, seenMs()]).toEqual([[], 0]);
  await pass(MINUTE);
  expect([deleted, seenMs()]).toEqual([[MIDNIGHT + DAY], NOON + DAY]);
});

test('the day counts over a start anew', async () => {
  await run(NOON).pass(20 * HOUR);
  const { deleted, pass } = run(NOON + 20 * HOUR);
  await pass(4 * HOUR - MINUTE);
  expect(deleted).toEqual([]);
  await pass(MINUTE);
  expect(deleted).toEqual([MIDNIGHT + DAY]);
  // That doubt is over: the next one begins anew.
  const later = run(NOON + 40 * DAY);
  await later.pass(DAY - MINUTE);
  expect(later.deleted).toEqual([]);
});

test('while the clock is a year ahead nothing goes, which is said once, and what comes in counts from before', async () => {
  trustedUntil(NOON - HOUR);
  const { deleted, said, leap, pass, seenMs } = run(NOON);
  await pass(10 * MINUTE);
  leap(365 * DAY);
  await pass(3 * HOUR);
  expect([deleted, said.length, seenMs()]).toEqual([[MIDNIGHT], 1, NOON + 10 * MINUTE]);
  leap(-365 * DAY);
  await pass(2 * HOUR);
  expect(deleted).toEqual([MIDNIGHT, MIDNIGHT, MIDNIGHT]);
  expect(said).toHaveLength(1);
});

test('a start with a clock that is behind deletes nothing and forgets nothing', async () => {
  trustedUntil(NOON);
  const { deleted, pass, seenMs } = run(0);
  await pass(HOUR);
  expect([deleted, seenMs()]).toEqual([[], NOON]);
});

test('a store that refuses is asked again an hour later', async () => {
  trustedUntil(NOON - HOUR);
  const { deleted, said, pass } = run(NOON, { refuses: true });
  await pass(2 * HOUR);
  expect([deleted.length, said.length]).toEqual([2, 2]);
});

test('a data folder that cannot be written to deletes nothing, and the server goes on', async () => {
  trustedUntil(NOON - HOUR);
  const { deleted, said, pass } = run(NOON);
  rmSync(folder, { recursive: true });
  await pass(3 * MINUTE);
  expect([deleted, said.length]).toEqual([[], 3]);
});
