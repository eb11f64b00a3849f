import { once } from 'node:events';
import { appendFile, copyFile, mkdir, mkdtemp, readFile, rename, rm, truncate, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { openTestServer, type TestServer } from '@haechi/server/test-server.ts';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { finish, kill, type RunningCommand, startCommand } from '../sending/test-command.ts';

let server: TestServer;
let token: string;
let folder: string;
let collector: Server | undefined;
let running: RunningCommand[] = [];

beforeAll(async () => {
  server = await openTestServer();
  token = await server.addToken(['ingest'], await server.addTenant('acme'));
});
afterAll(() => server[Symbol.asyncDispose]());
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'haechi-ship-'));
  await mkdir(path.join(folder, 'logs'));
  await writeFile(path.join(folder, 'token'), token);
});
afterEach(async () => {
  for (const child of running) await kill(child, 'SIGKILL');
  running = [];
  collector?.closeAllConnections();
  collector?.close();
  await rm(folder, { recursive: true, force: true });
});

const at = (...names: string[]): string => path.join(folder, ...names);

/** The real command in a process of its own. */
function start(args: readonly string[], to = server.server.origin): RunningCommand {
  const child = startCommand([
    ...['ship', ...args, '--to', to, '--token-file', at('token'), '--state', at('state'), '--lang', 'en'],
  ]);
  running.push(child);
  return child;
}

/** All messages stored of the lines that hold `word`, once there are `count` of them. */
async function stored(word: string, count: number): Promise<string[]> {
  const range = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
  const found = async (): Promise<string[]> => {
    const all: string[] = [];
    let cursor: string | undefined;
    do {
      const query = { query: word, ...range, limit: 1000, ...(cursor === undefined ? {} : { cursor }) };
      const { body } = await server.call(server.admin, 'POST', '/api/v1/search', query);
      for (const row of body['rows'] as { raw: string }[]) all.push(row.raw);
      cursor = body['next'] as string | undefined;
    } while (cursor !== undefined);
    return all.sort();
  };
  await server.counted(word, count);
  return found();
}

const lines = (word: string, from: number, to: number): string[] =>
  Array.from({ length: to - from }, (_, n) => `${word} request ${String(from + n).padStart(6, '0')} ${'x'.repeat(60)}`);
const textOf = (all: readonly string[]): string => all.map((line) => `${line}\n`).join('');

test('once: files, folders and gz are sent, and a second run sends nothing again', async () => {
  const plain = lines('oncea', 0, 500);
  await writeFile(at('logs', 'a.log'), textOf(plain).slice(0, -1));
  await mkdir(at('logs', 'deep'));
  await writeFile(at('logs', 'deep', 'b.log.gz'), gzipSync(textOf(lines('onceb', 0, 300))));
  await writeFile(at('logs', 'events.evtx'), Buffer.from('ElfFile\0\0\0\0\0binary'));
  const first = await finish(start([at('logs'), '--once']));
  expect(first.said).toContain('sent: 800 lines');
  expect(first.said).toContain('events.evtx: no text');
  expect(first.code).toBe(1);
  expect(await stored('oncea', 500)).toEqual(plain);
  expect(await stored('onceb', 300)).toEqual(lines('onceb', 0, 300));
  expect((await finish(start([at('logs'), '--once']))).said).toContain('sent: 0 lines');
  const state = JSON.parse(await readFile(at('state', 'registry.json'), 'utf8')) as { files: object };
  expect(Object.values(state.files)).toHaveLength(2);
});

test('a registry that is lost: all is sent again and each line is stored once', async () => {
  await writeFile(at('logs', 'a.log'), textOf(lines('lost', 0, 300)));
  await finish(start([at('logs'), '--once']));
  await stored('lost', 300);
  await rm(at('state'), { recursive: true });
  expect((await finish(start([at('logs'), '--once']))).said).toContain('sent: 300 lines');
  await writeFile(at('logs', 'b.log'), 'afterwards marked\n');
  await finish(start([at('logs'), '--once']));
  await server.counted('afterwards', 1);
  expect(await stored('lost', 300)).toHaveLength(300);
});

test('rotation, truncation and kill -9 in mid-flow: each line is stored exactly once', async () => {
  const log = at('logs', 'app.log');
  let written = 0;
  const write = async (count: number): Promise<void> => {
    await appendFile(log, textOf(lines('flow', written, written + count)));
    written += count;
  };
  await write(12_000);
  let child = start([log]);
  for (let kills = 0; kills < 3; kills++) {
    await server.counted('flow', 1);
    for (let round = 0; round < 5; round++) {
      await write(500);
      await sleep(40);
    }
    await kill(child, 'SIGKILL');
    // Rotated while nobody looks: the old name's file has to be found again.
    if (kills === 1) {
      await rename(log, at('logs', 'app.log.1'));
      await write(300);
    }
    child = start([log]);
  }
  await server.counted('flow', written);
  // Rotated under its eyes, with a writer that goes on in the old file for a moment.
  await rename(log, at('logs', 'app.log.2'));
  await appendFile(at('logs', 'app.log.2'), textOf(lines('flow', written, written + 50)));
  written += 50;
  await write(200);
  await server.counted('flow', written);
  // copytruncate.
  await copyFile(log, at('logs', 'app.log.3'));
  await truncate(log, 0);
  await write(120);
  await server.counted('flow', written);
  await kill(child, 'SIGTERM');
  expect(await stored('flow', written)).toEqual(lines('flow', 0, written));
}, 240_000);

test('a folder: a file that is renamed and then compressed is not sent twice', async () => {
  const log = at('logs', 'web.log');
  await writeFile(log, textOf(lines('web', 0, 100)));
  const child = start([at('logs')]);
  await stored('web', 100);
  await rename(log, at('logs', 'web.log.1'));
  await writeFile(log, textOf(lines('web', 100, 200)));
  await stored('web', 200);
  await kill(child, 'SIGTERM');
  // Compressed while nobody looks.
  await writeFile(at('logs', 'web.log.1.gz'), gzipSync(await readFile(at('logs', 'web.log.1'))));
  await rm(at('logs', 'web.log.1'));
  await appendFile(log, textOf(lines('web', 200, 210)));
  expect((await finish(start([at('logs'), '--once']))).said).toContain('sent: 10 lines');
  expect(await stored('web', 210)).toEqual(lines('web', 0, 210));
});

test('a last line without a newline waits, then it is sent; a new file is found', async () => {
  await writeFile(at('logs', 'a.log'), 'tailone first\ntailone last without newline');
  start([at('logs')]);
  expect(await stored('tailone', 1)).toEqual(['tailone first']);
  await writeFile(at('logs', 'new.log'), 'tailone new\n');
  expect(await stored('tailone', 3)).toEqual(['tailone first', 'tailone last without newline', 'tailone new']);
});

test('lines of a table from its middle are read by its header', async () => {
  const log = at('logs', 'u_ex.log');
  const header =
    '#Software: Microsoft Internet Information Services 10.0\n#Fields: date time c-ip cs-method cs-uri-stem sc-status\n';
  const row = (n: number): string => `2026-11-27 08:00:0${n} 203.0.113.7 GET /iistable-${n} 404`;
  await writeFile(log, `${header}${row(1)}\n`);
  await finish(start([log, '--once']));
  await appendFile(log, `${row(2)}\n`);
  await finish(start([log, '--once']));
  const rows = await server.stored('source.ip:203.0.113.7 url.path:"/iistable-2"', 1);
  expect(rows).toHaveLength(1);
});

test('a line of more than 1 MiB is cut and counted', async () => {
  await writeFile(at('logs', 'a.log'), `huge ${'y'.repeat(3 * 1024 ** 2)}\nhuge after\n`);
  const { said } = await finish(start([at('logs'), '--once']));
  expect(said).toContain('1 lines cut at 1 MiB, 0 refused');
  const rows = await stored('huge', 2);
  expect(rows[0]).toBe('huge after');
  expect(rows[1]?.length).toBeGreaterThan(1_000_000);
});

test('a token that is not taken ends it with what to do; with the right one it goes on', async () => {
  await writeFile(at('logs', 'a.log'), 'denied one\n');
  await writeFile(at('token'), 'hae_wrong');
  const { code, said } = await finish(start([at('logs')]));
  expect(code).toBe(1);
  expect(said).toMatch(/error\[ship_denied\]: .*put a valid intake token/);
  await writeFile(at('token'), token);
  await finish(start([at('logs'), '--once']));
  expect(await stored('denied', 1)).toEqual(['denied one']);
});

test('a second process does not work with the same registry', async () => {
  await writeFile(at('logs', 'a.log'), 'twice\n');
  start([at('logs')]);
  await stored('twice', 1);
  const { code, said } = await finish(start([at('logs')]));
  expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('error[ship_state_in_use]') });
});

test('a collector that is busy or away is waited for, and what is rotated away meanwhile is not lost', async () => {
  const taken: string[] = [];
  let requests = 0;
  collector = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    if (++requests <= 2) return response.writeHead(requests === 1 ? 429 : 503, { 'retry-after': '2' }).end('{}');
    for (const text of gunzipSync(Buffer.concat(pieces)).toString().split('\n')) taken.push(JSON.parse(text).event);
    return response.end('{"text":"Success","code":0}');
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const log = at('logs', 'a.log');
  await writeFile(log, textOf(lines('busy', 0, 100)));
  const child = start([log], `http://127.0.0.1:${(collector.address() as AddressInfo).port}`);
  while (requests === 0) await sleep(20);
  await rename(log, at('elsewhere'));
  await writeFile(log, textOf(lines('busy', 100, 150)));
  while (taken.length < 150) await sleep(20);
  expect(taken.sort()).toEqual(lines('busy', 0, 150));
  expect(child.said()).toContain('nothing is lost');
});
