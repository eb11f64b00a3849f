import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { readEvtx } from '@haechi/evtx';
import { strToU8, zipSync } from 'fflate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { benchLog } from '../../packages/evtx/test/bench-log.ts';
import { bearer, type Caller, openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let tenant: string;
let analyst: Caller;
let token: string;
beforeAll(async () => {
  server = await openTestServer();
  tenant = await server.addTenant('acme');
  analyst = await server.addUser('ana', tenant, 'analyst');
  token = await server.addToken(['ingest'], tenant);
});
afterAll(() => server[Symbol.asyncDispose]());

const PATH = '/api/v1/uploads';
const b64 = (text: string) => Buffer.from(text).toString('base64');
const sshd = (n: number, program = 'sshd') =>
  `Jan  2 03:04:05 web-1 ${program}[${n}]: Failed password for root from 192.0.2.${n % 250} port ${1000 + n} ssh2`;
const lines = (count: number, program?: string) =>
  Buffer.from(Array.from({ length: count }, (_, n) => `${sshd(n, program)}\n`).join(''));

const announce = (caller: Caller, name: string, bytes: number, more: Record<string, string> = {}) =>
  fetch(`${server.server.origin}${PATH}`, {
    method: 'POST',
    headers: {
      ...caller,
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes),
      'upload-metadata': `relativePath ${b64(name)},timezone ${b64('Asia/Seoul')},filetype`,
      ...more,
    },
  });
const patch = (caller: Caller, location: string, offset: number, body: Buffer) =>
  fetch(`${server.server.origin}${location}`, {
    method: 'PATCH',
    headers: {
      ...caller,
      'tus-resumable': '1.0.0',
      'upload-offset': String(offset),
      'content-type': 'application/offset+octet-stream',
    },
    body: new Uint8Array(body),
  });
const head = (caller: Caller, location: string) =>
  fetch(`${server.server.origin}${location}`, { method: 'HEAD', headers: caller });
const post = async (caller: Caller, name: string, body: Buffer) => {
  const answer = await fetch(`${server.server.origin}${PATH}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    headers: { ...caller, 'content-type': 'application/octet-stream' },
    body: new Uint8Array(body),
  });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
async function done(id: unknown): Promise<Record<string, unknown>> {
  for (let tries = 0; tries < 600; tries++) {
    const { body } = await server.call(analyst, 'GET', `${PATH}/${String(id)}`);
    if (body.error !== undefined) throw new Error(body.error.code);
    if (body['status'] === 'done' || body['status'] === 'failed') return body;
    await sleep(50);
  }
  throw new Error('the upload was not read');
}

test('a file comes in parts, goes on from where it broke off, and is searched by what names it', async () => {
  const bytes = Buffer.concat([lines(40), Buffer.from('\u0001\u0002\u0000\u0003\u0000\n')]);
  const created = await announce(analyst, 'case-7/web-1/auth.log', bytes.length);
  expect([created.status, created.headers.get('upload-offset')]).toEqual([201, '0']);
  expect(Date.parse(created.headers.get('upload-expires') ?? '')).toBeGreaterThan(Date.now());
  const location = created.headers.get('location') ?? '';
  const half = await patch(analyst, location, 0, bytes.subarray(0, 1000));
  expect([half.status, half.headers.get('upload-offset'), half.headers.get('tus-resumable')]).toEqual([
    204,
    '1000',
    '1.0.0',
  ]);
  expect((await patch(analyst, location, 0, bytes)).status).toBe(409);
  expect((await patch(analyst, location, 1000, Buffer.concat([bytes, bytes]))).status).toBe(413);
  const asked = await head(analyst, location);
  expect([asked.headers.get('upload-offset'), asked.headers.get('upload-length')]).toEqual(['1000', `${bytes.length}`]);
  expect((await patch(analyst, location, 1000, bytes.subarray(1000))).status).toBe(204);

  const upload = await done(location.split('/').at(-1));
  expect(upload).toMatchObject({
    status: 'done',
    tenant,
    author: 'ana',
    received: bytes.length,
    readBytes: bytes.length,
    inputs: 1,
    accepted: 41,
    rejected: 0,
    events: 40,
    unreadable: 1,
    problems: [],
    source: 'upload:case-7/web-1/auth.log',
  });
  const rows = await server.stored(String(upload['query']), 40);
  expect(rows.length).toBe(40);
  expect(new Set(rows.map((row) => `${row['tenant']} ${row['source']} ${row['decoder']}`))).toEqual(
    new Set([`${tenant} upload:case-7/web-1/auth.log sshd`]),
  );
  // Seoul's clock is nine hours ahead.
  expect(String(upload['firstTime'])).toMatch(/-01-01T18:04:05.000Z$/);
  const letters = await server.deadLetters(tenant, 1);
  expect(letters[0]).toMatchObject({ source: 'upload:case-7/web-1/auth.log', reason: 'binary' });
  const { body } = await server.call(
    server.admin,
    'GET',
    '/api/v1/audit?from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z',
  );
  expect(
    (body['rows'] as { action: string; tenant: string }[]).filter((row) => row.action === 'upload.create'),
  ).toEqual([expect.objectContaining({ tenant, target: upload['id'] })]);
});

test('a connection that breaks off keeps what it brought', async () => {
  const bytes = lines(60, 'broken');
  const location = (await announce(bearer(token), 'broken.log', bytes.length)).headers.get('location') ?? '';
  const { hostname, port } = new URL(server.server.origin);
  const socket = connect(Number(port), hostname);
  socket.write(
    `PATCH ${location} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${token}\r\nUpload-Offset: 0\r\n` +
      `Content-Type: application/offset+octet-stream\r\nContent-Length: ${bytes.length}\r\n\r\n`,
  );
  socket.write(bytes.subarray(0, 1234));
  let offset = 0;
  // The first HEAD that finds the part under way ends it; before that the server may not have read it yet.
  for (let tries = 0; tries < 200 && offset === 0; tries++) {
    offset = Number((await head(bearer(token), location)).headers.get('upload-offset'));
    await sleep(20);
  }
  socket.destroy();
  expect(offset).toBe(1234);
  expect((await patch(bearer(token), location, offset, bytes.subarray(offset))).status).toBe(204);
  expect(await done(location.split('/').at(-1))).toMatchObject({ accepted: 60, events: 60, unreadable: 0 });
});

test('an archive is taken apart: members by their names, refused ones with the reason, tables by their header', async () => {
  const iis = `#Fields: date time c-ip cs-method cs-uri-stem sc-status\n${'2026-01-02 03:04:05 192.0.2.1 GET /a 200\n'.repeat(30)}`;
  const csv = `Time,User,Action,Source IP\n${'2026-01-02T03:04:05Z,kim,login,192.0.2.1\n'.repeat(7)}`;
  const array = JSON.stringify(
    Array.from({ length: 5 }, (_, n) => ({ message: `element ${n}`, n })),
    null,
    2,
  );
  const zip = zipSync({
    'iis/u_ex.log': strToU8(iis),
    'list.csv': strToU8(csv),
    'array.json': strToU8(array),
    'old/auth.log.1.gz': new Uint8Array(gzipSync(lines(3, 'zipped'))),
    '../../etc/cron.d/x': strToU8('* * * * * root sh'),
    'damaged.gz': new Uint8Array(gzipSync(lines(400, 'damaged')).subarray(0, 200)),
  });
  const { status, body } = await post(bearer(token), 'evidence.zip', Buffer.from(zip));
  expect(status).toBe(201);
  const upload = await done(body['id']);
  expect(upload).toMatchObject({ status: 'done', inputs: 5, unreadable: 0, problemCount: 2 });
  expect(
    (upload['problems'] as { source: string; reason: string }[]).map(({ source, reason }) => [source, reason]),
  ).toEqual([
    ['evidence.zip!../../etc/cron.d/x', 'archive_path_escape'],
    ['evidence.zip!damaged.gz', 'archive_damaged'],
  ]);
  const rows = await server.stored(String(upload['query']), Number(upload['events']));
  const by = (name: string) => rows.filter((row) => row['source'] === `upload:evidence.zip!${name}`);
  expect(by('iis/u_ex.log').map((row) => row['decoder'])).toEqual(Array(30).fill('iis-w3c'));
  expect(by('list.csv').length).toBe(7);
  expect(by('array.json').length).toBe(5);
  expect(by('old/auth.log.1.gz').length).toBe(3);
  expect(rows.some((row) => String(row['source']).includes('cron.d'))).toBe(false);
  expect(upload['accepted']).toBe(upload['events']);
});

test('a Windows event log gives its records, and says what of it is damaged', async () => {
  const log = benchLog(3);
  // A byte in the second of its chunks.
  log.writeUInt8(log.readUInt8(4096 + 65_536 + 600) ^ 0xff, 4096 + 65_536 + 600);
  const expected = { event: 0, damage: 0 };
  for await (const item of readEvtx(log)) expected[item.kind === 'damage' ? 'damage' : 'event']++;
  expect(Math.min(expected.event, expected.damage)).toBeGreaterThan(0);
  const upload = await done((await post(analyst, 'Security.evtx', log)).body['id']);
  expect(upload).toMatchObject({
    accepted: expected.event,
    rejected: expected.damage,
    events: expected.event,
    unreadable: expected.damage,
  });
  // The records of the two chunks that are whole.
  const rows = await server.stored(`${String(upload['query'])} decoder:windows-event-json`, 120);
  expect(rows.every((row) => (row['logsource'] as { product?: string }).product === 'windows')).toBe(true);
});

test('a file that is given again, under another name too, is stored once', async () => {
  const bytes = lines(25, 'twice');
  const first = await done((await post(analyst, 'a.log', bytes)).body['id']);
  const second = await done((await post(analyst, 'b.log', bytes)).body['id']);
  expect([first['events'], second['events'], second['sha256']]).toEqual([25, 25, first['sha256']]);
  await sleep(200);
  expect((await server.stored(String(first['query']), 25)).length).toBe(25);
});

test('an empty file, and one of which nothing can be read, are done', async () => {
  expect(await done((await post(analyst, 'empty.log', Buffer.alloc(0))).body['id'])).toMatchObject({
    accepted: 0,
    events: 0,
  });
  const packed = await done((await post(analyst, 'a.7z', Buffer.from('377abcaf271c0004', 'hex'))).body['id']);
  expect(packed).toMatchObject({ inputs: 0, problems: [{ source: 'a.7z', reason: 'archive_unsupported' }] });
});

test('curl sends a file as the documentation says', async () => {
  const folder = await mkdtemp(path.join(tmpdir(), 'haechi-curl-'));
  await writeFile(path.join(folder, 'auth.log'), lines(11, 'curl'));
  const { stdout } = await promisify(execFile)('curl', [
    ...['-sS', '-X', 'POST', `${server.server.origin}${PATH}?name=web-1/auth.log&timeZone=Asia/Seoul`],
    ...['-H', `Authorization: Bearer ${token}`, '-H', 'Content-Type: application/octet-stream'],
    ...['-T', path.join(folder, 'auth.log')],
  ]);
  await rm(folder, { recursive: true });
  const upload = await done((JSON.parse(stdout) as { id: string }).id);
  expect(upload).toMatchObject({ name: 'web-1/auth.log', timeZone: 'Asia/Seoul', events: 11 });
});

test('nobody sends for others, sees or ends what is theirs; who may only look may not send', async () => {
  const created = await announce(analyst, 'mine.log', 1000);
  const location = created.headers.get('location') ?? '';
  const other = await server.addUser('eve', await server.addTenant('beta'), 'admin');
  expect((await head(other, location)).status).toBe(404);
  expect((await patch(other, location, 0, lines(1))).status).toBe(404);
  expect((await server.call(other, 'GET', location)).status).toBe(404);
  expect((await server.call(other, 'DELETE', location)).status).toBe(404);
  expect((await server.call(other, 'GET', PATH)).body['rows']).toEqual([]);
  const viewer = await server.addUser('vic', tenant, 'viewer');
  expect((await announce(viewer, 'x.log', 10)).status).toBe(403);
  expect((await announce(bearer(await server.addToken(['read'], tenant)), 'x.log', 10)).status).toBe(403);
  expect((await announce({}, 'x.log', 10)).status).toBe(401);
  const { 'x-csrf-token': _, ...forged } = analyst;
  expect((await announce(forged, 'x.log', 10)).status).toBe(403);
  expect((await server.call(viewer, 'GET', PATH)).status).toBe(200);
  expect((await server.call(bearer(token), 'GET', PATH)).status).toBe(403);
  expect((await server.call(analyst, 'DELETE', location)).status).toBe(204);
  expect((await head(analyst, location)).status).toBe(404);
});

test('what is wrong is said by its code', async () => {
  const code = async (answer: Response) => ((await answer.json()) as { error: { code: string } }).error.code;
  for (const name of ['../x', '/etc/passwd', 'C:\\x', 'a/../../b', 'a\nb', ''])
    expect(await code(await announce(analyst, name, 10))).toBe('upload_name_invalid');
  expect(await code(await announce(analyst, 'big.log', 64 * 1024 ** 3 + 1))).toBe('upload_too_large');
  expect(await code(await announce(analyst, 'x.log', 10, { 'tus-resumable': '0.2.2' }))).toBe('tus_version');
  expect(await code(await announce(analyst, 'x.log', 10, { 'upload-length': '-1' }))).toBe('invalid_request');
  expect(await code(await announce(analyst, 'x.log', 10, { 'upload-metadata': 'a b c' }))).toBe('invalid_request');
  const zone = { 'upload-metadata': `filename ${b64('x')},timezone ${b64('Mars/Olympus')}` };
  expect(await code(await announce(analyst, 'x.log', 10, zone))).toBe('time_zone_unknown');
  const options = await fetch(`${server.server.origin}${PATH}`, { method: 'OPTIONS' });
  expect([options.status, options.headers.get('tus-version')]).toEqual([204, '1.0.0']);
  const nowhere = `${PATH}/00000000-0000-4000-8000-000000000000`;
  expect((await patch(analyst, nowhere, 0, lines(1))).status).toBe(404);
  expect((await patch(analyst, `${PATH}/..%2f..%2fetc`, 0, lines(1))).status).toBe(404);
});

test('a file is held to what its tenant may send, said so, and passed by the files of others', async () => {
  const [slow, free] = [await server.addTenant('slow'), await server.addTenant('free')];
  const bound = (eventsPerSecond: number | null) =>
    server.call(server.admin, 'PATCH', `/api/v1/tenants?tenant=${slow}`, { eventsPerSecond });
  await bound(1);
  const give = async (to: string, program: string) =>
    (await post(bearer(await server.addToken(['ingest'], to)), `${program}.log`, lines(40, program))).body['id'];
  const see = async (id: unknown) => (await server.call(server.admin, 'GET', `${PATH}/${String(id)}`)).body;
  const ended = (id: unknown) => expect.poll(async () => (await see(id))['status'], { timeout: 20_000 }).toBe('done');
  const held = await give(slow, 'held');
  await expect.poll(async () => (await see(held))['heldBy'], { timeout: 20_000 }).toBe('rate');
  await ended(await give(free, 'freely'));
  expect(await see(held)).toMatchObject({ status: 'reading', heldBy: 'rate' });
  const live = await server.addToken(['ingest'], slow);
  const body = JSON.stringify({ event: 'a live line' });
  const sent = await fetch(`${server.server.origin}/services/collector/event`, {
    method: 'POST',
    headers: { authorization: `Splunk ${live}` },
    body,
  });
  expect(sent.status).toBe(200);
  await bound(null);
  await ended(held);
  expect(await see(held)).toMatchObject({ accepted: 40, events: 40 });
  expect((await see(held))['heldBy']).toBeUndefined();
});
