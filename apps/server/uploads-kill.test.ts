import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort, makeToken, type ServerProcess, setUp, startServer } from '../../test/fault/server-process.ts';

const LINES = 120_000;
const BYTES = Buffer.from(
  Array.from(
    { length: LINES },
    (_, n) => `Jan  2 03:04:05 web-1 sshd[${n}]: Accepted password for kim from 192.0.2.7 port ${n} ssh2\n`,
  ).join(''),
);
const PART = 1024 ** 2;

let data: string;
let server: ServerProcess;
let ports: { port: number; syslogPort: number };
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'haechi-uploads-'));
  ports = { port: await freePort(), syslogPort: await freePort() };
  server = await startServer({ data, ...ports });
}, 200_000);
afterAll(async () => {
  await server?.stop();
  await rm(data, { recursive: true, force: true });
});

test('kill -9 while a file comes in and while it is read: it goes on, and each line is stored once', {
  timeout: 400_000,
}, async () => {
  const admin = await setUp(server, 'admin', 'granite otter lantern mosaic');
  const headers = { authorization: `Bearer ${await makeToken(server, admin, ['ingest'])}` };
  const reader = { authorization: `Bearer ${await makeToken(server, admin, ['read'])}` };
  const created = await fetch(`${server.origin}/api/v1/uploads?name=auth.log`, {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(BYTES.length) },
  });
  const url = `${server.origin}${created.headers.get('location')}`;
  const send = async (offset: number): Promise<void> => {
    const answer = await fetch(url, {
      method: 'PATCH',
      headers: {
        ...headers,
        'upload-offset': String(offset),
        'content-type': 'application/offset+octet-stream',
      },
      body: BYTES.subarray(offset, offset + PART),
    });
    expect(answer.status).toBe(204);
  };
  const offsetNow = async (): Promise<number> =>
    Number((await fetch(url, { method: 'HEAD', headers })).headers.get('upload-offset'));
  const again = async (): Promise<void> => {
    await server.kill();
    server = await startServer({ data, ...ports });
  };
  const upload = async (): Promise<Record<string, unknown>> =>
    (await (await fetch(url, { headers })).json()) as Record<string, unknown>;

  await send(0);
  const half = send(PART).catch(() => undefined);
  await again();
  await half;
  const kept = await offsetNow();
  expect([PART, 2 * PART]).toContain(kept);
  for (let offset = kept; offset < BYTES.length; offset += PART) await send(offset);

  // Once while records go to the spool, once while they are decoded and stored.
  let kills = 0;
  let last: Record<string, unknown> = {};
  for (let tries = 0; tries < 3_000 && last['status'] !== 'done'; tries++) {
    last = await upload();
    const isHit = kills === 0 ? Number(last['accepted']) > 0 : kills === 1 && last['status'] === 'storing';
    if (isHit && last['status'] !== 'done') {
      kills++;
      await again();
    }
    await sleep(20);
  }
  expect(kills).toBeGreaterThan(0);
  expect(last).toMatchObject({ status: 'done', events: LINES, unreadable: 0, problems: [] });
  const counted = await fetch(`${server.origin}/api/v1/search/count`, {
    method: 'POST',
    headers: { ...reader, 'content-type': 'application/json' },
    body: JSON.stringify({ query: '', from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' }),
  });
  expect(await counted.json()).toMatchObject({ count: LINES });
});
