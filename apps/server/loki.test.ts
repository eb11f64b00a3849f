import { gzipSync } from 'node:zlib';
import { bytesField, numberField } from '@haechi/platform/ingest/protobuf/writer.ts';
import { compress } from 'snappyjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bearer, openTestServer, type TestServer } from './test-server.ts';

let test1: TestServer;
let tenant: string;
let token: string;
beforeAll(async () => {
  test1 = await openTestServer();
  tenant = await test1.addTenant('acme');
  token = await test1.addToken(['ingest'], tenant);
});
afterAll(() => test1[Symbol.asyncDispose]());

const SSHD = 'Mar  1 08:00:01 web01 sshd[77]: Failed password for kim from 203.0.113.9 port 4711 ssh2';
const push = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) =>
  fetch(`${test1.server.origin}/loki/api/v1/push`, {
    method: 'POST',
    body,
    headers: { ...bearer(token), 'content-type': 'application/json', ...headers },
  });
const json = (labels: object, ...values: unknown[]) => JSON.stringify({ streams: [{ stream: labels, values }] });

test('JSON, also as gzip, is stored with its labels and the tenant of the token', async () => {
  const basic = `Basic ${Buffer.from(`anyone:${token}`).toString('base64')}`;
  const body = json({ job: 'json', hostname: 'app07' }, ['1772323201500000000', 'a line that nobody knows']);
  expect((await push(body, { authorization: basic })).status).toBe(204);
  expect((await push(gzipSync(json({ job: 'json' }, ['1', SSHD])), { 'content-encoding': 'gzip' })).status).toBe(204);
  const rows = await test1.stored('labels.job:json', 2);
  expect(rows.find(({ decoder }) => decoder === 'sshd')).toMatchObject({
    tenant,
    source: 'loki:test',
    event: { user: { name: 'kim' } },
  });
  expect(rows.find(({ decoder }) => decoder !== 'sshd')).toMatchObject({
    time: '2026-03-01T00:00:01.500Z',
    event: { host: { name: 'app07' }, message: 'a line that nobody knows' },
  });
});

test.each([{}, { 'content-encoding': 'snappy' }])('snappy-compressed protobuf is stored (%j)', async (headers) => {
  const job = `proto${Object.keys(headers).length}`;
  const entries = Array.from({ length: 100 }, (_, n) =>
    bytesField(2, Buffer.concat([bytesField(1, numberField(1, 1_772_323_201 + n)), bytesField(2, `${SSHD} ${n}`)])),
  );
  const request = bytesField(1, Buffer.concat([bytesField(1, `{job="${job}"}`), ...entries]));
  const answer = await push(new Uint8Array(compress(request)), {
    'content-type': 'application/x-protobuf',
    ...headers,
  });
  expect([answer.status, await answer.text()]).toEqual([204, '']);
  expect(await test1.stored(`labels.job:${job}`, 100)).toHaveLength(100);
});

test('the older path takes its own JSON as well, with a tenant in the header that says nothing here', async () => {
  const entries = [
    { ts: '2026-03-01T09:00:01.123456789+09:00', line: 'older second' },
    { ts: '2026-03-01T00:00:01Z', line: 'older first' },
  ];
  const answer = await fetch(`${test1.server.origin}/api/prom/push`, {
    method: 'POST',
    body: JSON.stringify({ streams: [{ labels: '{job="older",host="h1"}', entries }] }),
    headers: { ...bearer(token), 'content-type': 'application/json; charset=utf-8', 'x-scope-orgid': 'other' },
  });
  expect(answer.status).toBe(204);
  const rows = await test1.stored('labels.job:older', 2);
  expect(rows.map(({ time, raw }) => [time, raw]).toSorted()).toEqual([
    ['2026-03-01T00:00:01.000Z', 'older first'],
    ['2026-03-01T00:00:01.123Z', 'older second'],
  ]);
  expect(rows[0]).toMatchObject({ tenant, event: { host: { name: 'h1' } } });
});

test('a line of the journal is decoded by the program that is said beside it', async () => {
  const line = 'Failed password for journaled from 203.0.113.9 port 4711 ssh2';
  const labels = { job: 'journal', unit: 'ssh.service', hostname: 'web07' };
  expect((await push(json(labels, ['1772323201500000000', line, { syslog_identifier: 'sshd' }]))).status).toBe(204);
  const [row] = await test1.stored('user.name:journaled', 1);
  expect(row).toMatchObject({
    decoder: 'sshd',
    raw: line,
    time: '2026-03-01T00:00:01.500Z',
    event: { host: { name: 'web07' } },
  });
});

test('what cannot be read is answered 400 with the reason, and the rest is taken', async () => {
  const answer = await push(json({ job: 'partial' }, ['no time', 'bad'], ['1772323201500000000', 'sound line']));
  expect([answer.status, await answer.text()]).toEqual([
    400,
    expect.stringMatching(/1 lines were taken, 1 were not \(invalid_record\)/),
  ]);
  expect(await test1.stored('labels.job:partial', 1)).toHaveLength(1);
  expect(await test1.deadLetters(tenant, 1)).toMatchObject([
    { raw: 'bad', reason: 'invalid_record', source: 'loki:test' },
  ]);
});

test('refusals have their status', async () => {
  expect((await push('{}', { authorization: 'Bearer nobody' })).status).toBe(401);
  expect((await push('{')).status).toBe(400);
  expect((await push('no snappy', { 'content-type': 'application/x-protobuf' })).status).toBe(400);
  expect((await push('x', { 'content-encoding': 'br' })).status).toBe(415);
  const bomb = Buffer.from([0xff, 0xff, 0xff, 0x7f, 0]);
  expect((await push(new Uint8Array(bomb), { 'content-type': 'application/x-protobuf' })).status).toBe(413);
});
