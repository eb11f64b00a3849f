import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, makeToken, type ServerProcess, setUp, startServer } from '../../test/fault/server-process.ts';

/** SSH Logon Succeeds after Many Failures from the Same Address: ten failures in five minutes, then a success. */
const RULE = 'd30f60fd-3c04-4af4-bcf3-cd084e70248b';
const FAILURES = 10;
/** Windows are saved every two seconds. */
const SAVED_MS = 10_000;

let data: string;
let server: ServerProcess;
let ports: { port: number; syslogPort: number };
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'haechi-windows-'));
  ports = { port: await freePort(), syslogPort: await freePort() };
  server = await startServer({ data, ...ports });
}, 200_000);
afterAll(async () => {
  await server?.stop();
  await rm(data, { recursive: true, force: true });
});

test('kill -9 and a stop in the middle of a brute force: the rest of it makes the finding, once', {
  timeout: 400_000,
}, async () => {
  const admin = await setUp(server, 'admin', 'granite otter lantern mosaic');
  const ingest = { authorization: `Splunk ${await makeToken(server, admin, ['ingest'])}` };
  const reader = { authorization: `Bearer ${await makeToken(server, admin, ['read'])}` };
  const began = Date.now();
  let sent = 0;
  const send = async (what: string): Promise<void> => {
    const time = new Date(began + 1_000 * sent++).toISOString();
    const body = `<38>1 ${time} web01 sshd 77 - - ${what} password for kim from 203.0.113.9 port 4711 ssh2`;
    const answer = await fetch(`${server.origin}/services/collector/raw`, { method: 'POST', headers: ingest, body });
    expect(answer.status).toBe(200);
  };
  const fail = async (times: number): Promise<void> => {
    for (let n = 0; n < times; n++) await send('Failed');
  };
  const stored = async (): Promise<number> => {
    const range = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
    const answer = await fetch(`${server.origin}/api/v1/search/count`, {
      method: 'POST',
      headers: { ...reader, 'content-type': 'application/json' },
      body: JSON.stringify({ query: 'host.name:web01', ...range }),
    });
    return ((await answer.json()) as { count: number }).count;
  };
  const findings = async (): Promise<{ count: number; eventIds: string[]; entities: object }[]> => {
    const answer = await fetch(`${server.origin}/api/v1/findings?ruleId=${RULE}`, { headers: reader });
    return ((await answer.json()) as { rows: { count: number; eventIds: string[]; entities: object }[] }).rows;
  };
  const allStored = () => expect.poll(stored, { timeout: 60_000 }).toBe(sent);

  // Once while they are saved, once before they can be, once while the bus holds them still.
  for (const [failures, waitMs] of [
    [2, SAVED_MS],
    [2, 0],
    [2, undefined],
  ] as const) {
    await fail(failures);
    if (waitMs !== undefined) await allStored();
    await sleep(waitMs ?? 0);
    await server.kill();
    server = await startServer({ data, ...ports });
  }

  // A stop saves what is left without waiting for the next save.
  await fail(FAILURES - 7);
  await server.stop();
  server = await startServer({ data, ...ports });
  await send('Accepted');
  await allStored();
  expect(await findings()).toEqual([]);

  await fail(1);
  await send('Accepted');
  await expect.poll(async () => (await findings()).length, { timeout: 60_000 }).toBe(1);
  const [finding] = await findings();
  // Of both successes: the window holds the one that came too early too.
  expect(finding?.eventIds).toHaveLength(FAILURES + 2);
  expect(finding?.entities).toMatchObject({ host: ['web01'], address: ['203.0.113.9'] });

  // What a finding has said is not forgotten either: the group speaks once in its timespan.
  await server.kill();
  server = await startServer({ data, ...ports });
  await fail(1);
  await send('Accepted');
  await allStored();
  await sleep(1_000);
  expect(await findings()).toHaveLength(1);
});
