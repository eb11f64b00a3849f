import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import type { IntakeBatch } from '../../store/ports.ts';
import { Allowances } from '../allowance.ts';
import { IntakeCounters } from '../counters.ts';
import { gelfProtocol } from '../gelf/protocol.ts';
import { GELF_LIMITS, INGEST_LIMITS, SYSLOG_LIMITS } from '../limits.ts';
import type { IngestDeps } from '../ports.ts';
import { syslogProtocol } from '../syslog/protocol.ts';
import { listen, type OpenPort } from './listener.ts';

const opened: OpenPort[] = [];
afterEach(async () => {
  for (const port of opened.splice(0)) await port.close();
});

const AT = { host: '127.0.0.1', port: 0, tenant: '/root/', timeZone: 'UTC' } as const;

/** A bus that keeps what it is given, and says so only when it is let. */
function bus() {
  const { promise: held, resolve: letGo } = Promise.withResolvers<void>();
  const batches: Omit<IntakeBatch, 'position'>[] = [];
  let position = 0;
  const deps: IngestDeps = {
    bus: {
      async publish(batch) {
        batches.push(batch);
        await held;
        return position++;
      },
    },
    counters: new IntakeCounters({ add: async () => {} }, Date.now),
    allowances: new Allowances(Date.now),
    limits: INGEST_LIMITS,
    pressure: { refusedAt: 0 },
    now: Date.now,
  };
  return { deps, batches, letGo };
}

test('datagrams that wait for slow storage take no more than the limit, whatever is said beside their lines', async () => {
  const { deps, batches, letGo } = bus();
  const limits = { ...GELF_LIMITS, batchMs: 10, datagramBytes: 64 * 1024 };
  const port = await listen(deps, gelfProtocol(limits, Date.now), { ...AT, transport: 'udp' }, limits);
  opened.push(port);
  const socket = createSocket('udp4');
  const message = JSON.stringify({ short_message: 'x', _long: 'y'.repeat(8 * 1024) });
  for (let sent = 0; sent < 30; sent++) {
    socket.send(message, port.port, AT.host);
    await sleep(15);
  }
  const taken = batches.flatMap(({ records }) => records).length;
  expect(taken).toBeGreaterThan(0);
  expect(taken).toBeLessThanOrEqual(8);
  expect(deps.counters.totals.rejected).toBeGreaterThanOrEqual(20);
  letGo();
  await sleep(50);
  socket.send(message, port.port, AT.host);
  await sleep(100);
  expect(batches.flatMap(({ records }) => records).length).toBe(taken + 1);
  socket.close();
});

test.each([
  ['ends in the middle of a counted message', '5 <1>ab9 <1>abc', '<1>abc', 'incomplete'],
  ['breaks its counting', '5 <1>abnonsense', 'nonsense', 'invalid_record'],
])('a stream that %s leaves a dead letter with the reason', async (_name, sent, rest, reason) => {
  const { deps, batches, letGo } = bus();
  letGo();
  const protocol = syslogProtocol(SYSLOG_LIMITS);
  const port = await listen(deps, protocol, { ...AT, transport: 'tcp' }, { ...SYSLOG_LIMITS, batchMs: 10 });
  opened.push(port);
  const socket = connect(port.port, AT.host);
  socket.on('error', () => {});
  socket.end(sent);
  for (let tries = 0; tries < 200 && deps.counters.totals.rejected === 0; tries++) await sleep(10);
  expect(batches.flatMap(({ records }) => records)).toEqual(['<1>ab', rest]);
  expect(batches.at(-1)?.meta?.at(-1)).toEqual({ rejected: reason });
  expect([deps.counters.totals.accepted, deps.counters.totals.rejected]).toEqual([1, 1]);
});

test('streams together hold no more of unfinished messages than the limit: the one that grows is closed', async () => {
  const { deps, batches, letGo } = bus();
  letGo();
  const limits = { ...SYSLOG_LIMITS, batchMs: 10, streamBytes: 100_000 };
  const port = await listen(deps, syslogProtocol(limits), { ...AT, transport: 'tcp' }, limits);
  opened.push(port);
  const begin = () => {
    const socket = connect(port.port, AT.host);
    socket.on('error', () => {});
    socket.resume();
    socket.write(`<13>${'x'.repeat(60_000)}`);
    return socket;
  };
  const first = begin();
  await sleep(100);
  await once(begin(), 'close');
  first.write(' end\n');
  for (let tries = 0; tries < 200 && batches.length < 2; tries++) await sleep(10);
  expect(batches.flatMap(({ records }) => records).map((record) => record.endsWith(' end'))).toEqual([false, true]);
  first.destroy();
});

test('streams are not read on while together they hold more records than the limit', async () => {
  const { deps, batches, letGo } = bus();
  const limits = { ...SYSLOG_LIMITS, batchMs: 10, streamBytes: 10_000 };
  const port = await listen(deps, syslogProtocol(limits), { ...AT, transport: 'tcp' }, limits);
  opened.push(port);
  const sockets = Array.from({ length: 3 }, () => connect(port.port, AT.host));
  for (const socket of sockets) {
    socket.write(`${'y'.repeat(9_000)}\n`);
    await sleep(50);
    socket.write(`${'z'.repeat(9_000)}\n`);
    await sleep(50);
  }
  const before = batches.flatMap(({ records }) => records).length;
  expect(before).toBeLessThanOrEqual(3);
  letGo();
  for (let tries = 0; tries < 200 && deps.counters.totals.accepted < 6; tries++) await sleep(10);
  expect(deps.counters.totals.accepted).toBe(6);
  for (const socket of sockets) socket.destroy();
});

test('a host that takes all connections of a listener shuts out no other', async () => {
  const { deps, batches, letGo } = bus();
  letGo();
  const limits = { ...SYSLOG_LIMITS, batchMs: 10, connections: 2 };
  const port = await listen(deps, syslogProtocol(limits), { ...AT, transport: 'tcp' }, limits);
  opened.push(port);
  const from = async (localAddress: string) => {
    const socket = connect({ port: port.port, host: AT.host, localAddress });
    socket.on('error', () => {});
    socket.resume();
    await once(socket, 'connect');
    return socket;
  };
  const oldest = await from('127.0.0.1');
  const newest = await from('127.0.0.1');
  const closed = once(newest, 'close');
  const other = await from('127.0.0.2');
  await closed;
  await once(await from('127.0.0.1'), 'close');
  for (const [socket, text] of [
    [oldest, 'still here'],
    [other, 'let in'],
  ] as const)
    socket.write(`<13>${text}\n`);
  for (let tries = 0; tries < 200 && deps.counters.totals.accepted < 2; tries++) await sleep(10);
  expect(
    batches
      .flatMap(({ records }) => records)
      .map((record) => record.replace('<13>', ''))
      .sort(),
  ).toEqual(['let in', 'still here']);
  for (const socket of [oldest, other]) socket.destroy();
});
