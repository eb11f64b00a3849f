import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { TEST_CACHE } from '@haechi/platform/enrich/test-cache.ts';
import { inThreadProcessor } from '@haechi/platform/processing/in-thread.ts';
import { toBus } from '@haechi/platform/store/batch-on-bus.ts';
import type { BatchOnBus } from '@haechi/platform/store/ports.ts';
import { copyState } from '@haechi/platform/store/state/copy.ts';
import { openState, type StateStore } from '@haechi/platform/store/state/index.ts';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readMark } from './correlation-mark.ts';
import { restoreCorrelations } from './correlation-restore.ts';
import { startCorrelationSaves } from './correlation-saves.ts';

const RULES = `
title: Failed sign-in
id: 11111111-1111-4111-8111-111111111111
name: failed
logsource: { product: linux, service: sshd }
detection: { keywords: ['Failed password'], condition: keywords }
---
title: Password guessing
id: 22222222-2222-4222-8222-222222222222
correlation: { type: event_count, rules: [failed], group-by: [src_ip], timespan: 10m, condition: { gte: 3 } }
`;
const failed = (position: number): BatchOnBus => ({
  position,
  payload: toBus({
    tenant: '/root/',
    source: 'test',
    received: '2026-03-01T00:00:30.000Z',
    format: '',
    timeZone: 'UTC',
    records: ['Mar  1 00:00:01 web01 sshd[77]: Failed password for root from 203.0.113.9 port 4711 ssh2'],
  }),
});

let folder: string;
let state: StateStore;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'haechi-windows-'));
  state = await openState(path.join(folder, 'state'));
});
afterAll(async () => {
  await state.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(() => state.correlationStates.remove(['/root/']));

const opened = async () => {
  const processor = inThreadProcessor('bus', { cache: TEST_CACHE });
  const files = [{ path: 'a.yml', text: RULES }];
  await processor.load({ packs: [{ owner: '/', name: 'builtin', files }], switches: [], exceptions: [] });
  const said: string[] = [];
  const log = pino({}, { write: (line) => void said.push(line) });
  // Empty as yet.
  const bus = { id: 'bus', resumeFrom: () => 1 };
  const events = { async *storedBetween() {} };
  return { processor, log, state, said, bus, events, now: Date.now };
};
const saved = async () => (await state.correlationStates.after('', 9)).map(({ tenant }) => tenant);
/** Whether one more failure is the third. */
const goesOn = async (from: StateStore = state): Promise<boolean> => {
  const parts = { ...(await opened()), state: from };
  await restoreCorrelations(parts);
  return (await parts.processor.process([failed(9)], {})).findings.length === 1;
};

test('windows are saved when what they counted is stored, and no sooner', async () => {
  const parts = await opened();
  const saves = startCorrelationSaves(parts);
  await parts.processor.process([failed(1), failed(2)], {});
  saves.reached(1);
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  expect(await saved()).toEqual([]);
  saves.reached(2);
  await expect.poll(saved, { timeout: 40_000 }).toEqual(['/root/']);
  await expect.poll(() => readMark(state), { timeout: 40_000 }).toMatchObject({ bus: 'bus', position: 2 });
  await saves.stop();
  expect(await goesOn()).toBe(true);
});

test('at the end they are saved at once, but not what was never stored', async () => {
  const parts = await opened();
  const saves = startCorrelationSaves(parts);
  await parts.processor.process([failed(1), failed(2)], {});
  saves.reached(2);
  await saves.stop();
  expect(await saved()).toEqual(['/root/']);

  await state.correlationStates.remove(['/root/']);
  const others = await opened();
  const cutOff = startCorrelationSaves(others);
  await others.processor.process([failed(1), failed(2)], {});
  cutOff.reached(1);
  await cutOff.stop();
  expect(await saved()).toEqual([]);
});

test('a save that fails is said, and tried again', async () => {
  const parts = await opened();
  let isAway = true;
  const correlationStates: StateStore['correlationStates'] = {
    ...state.correlationStates,
    async save(states) {
      if (isAway) throw new Error('away');
      await state.correlationStates.save(states);
    },
  };
  const saves = startCorrelationSaves({ ...parts, state: { ...state, correlationStates } });
  await parts.processor.process([failed(1), failed(2)], {});
  saves.reached(2);
  await expect.poll(() => parts.said.join(''), { timeout: 40_000 }).toContain('trying again');
  isAway = false;
  await expect.poll(saved, { timeout: 40_000 }).toEqual(['/root/']);
  await saves.stop();
  expect(await goesOn()).toBe(true);
});

test('what is forgotten is gone where it was saved, and a save that is under way does not bring it back', async () => {
  const parts = await opened();
  const saves = startCorrelationSaves(parts);
  await parts.processor.process([failed(1), failed(2)], {});
  saves.reached(2);
  await expect.poll(saved, { timeout: 40_000 }).toEqual(['/root/']);
  await parts.processor.process([failed(3)], {});
  // Taken, and waiting until it is stored.
  await new Promise((resolve) => setTimeout(resolve, 2_500));
  await saves.forget(['/root/']);
  expect(await saved()).toEqual([]);
  saves.reached(3);
  await saves.stop();
  expect(await saved()).toEqual([]);
  expect(await goesOn()).toBe(false);
});

test('windows that are damaged are said by tenant, and the others taken up; what ends is removed', async () => {
  const parts = await opened();
  const saves = startCorrelationSaves(parts);
  await parts.processor.process([failed(1), failed(2)], {});
  saves.reached(2);
  await saves.stop();
  const noise = Array.from({ length: 20 }, (_, n) => ({ tenant: `/root/a${n}/`, body: new Uint8Array([n]) }));
  await state.correlationStates.save(noise);
  const again = await opened();
  await restoreCorrelations(again);
  expect(again.said.filter((line) => line.includes('correlation_state_invalid'))).toHaveLength(20);
  expect((await again.processor.process([failed(3)], {})).findings).toHaveLength(1);
  await state.correlationStates.remove(noise.map(({ tenant }) => tenant));

  await again.processor.load({ packs: [], switches: [], exceptions: [] });
  const last = startCorrelationSaves(again);
  last.reached(3);
  await last.stop();
  expect(await saved()).toEqual([]);
});

test('windows move with the state', async () => {
  const parts = await opened();
  const saves = startCorrelationSaves(parts);
  await parts.processor.process([failed(1), failed(2)], {});
  saves.reached(2);
  await saves.stop();
  await state.close();
  await copyState(path.join(folder, 'state'), path.join(folder, 'copy'));
  state = await openState(path.join(folder, 'copy'));
  expect(await goesOn()).toBe(true);
});
