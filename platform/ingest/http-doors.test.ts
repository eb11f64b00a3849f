import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { HaechiError } from '@haechi/event';
import { SPOOL_LIMITS } from '@haechi/spool';
import fc from 'fast-check';
import fastify from 'fastify';
import { afterEach, expect, test } from 'vitest';
import { SpoolBus } from '../store/spool-bus.ts';
import { Allowances } from './allowance.ts';
import { IntakeCounters } from './counters.ts';
import { elasticsearchRoutes } from './elasticsearch/routes.ts';
import { gelfRoutes } from './gelf/routes.ts';
import type { HttpIntakeDeps } from './http-door.ts';
import { INGEST_LIMITS, type IngestLimits } from './limits.ts';
import { lokiRoutes } from './loki/routes.ts';
import { otlpRoutes } from './otlp/routes.ts';

const opened: AsyncDisposableStack[] = [];
afterEach(async () => {
  for (const stack of opened.splice(0)) await stack.disposeAsync();
});

/** All doors over a real socket and a real spool. */
async function open({
  maxPendingBytes = SPOOL_LIMITS.maxPendingBytes,
  maxBatchBytes = SPOOL_LIMITS.maxBatchBytes,
  inFlight = 0,
  limits = {} as Partial<IngestLimits>,
  isStateAway = false,
} = {}) {
  const stack = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), 'haechi-doors-'));
  stack.defer(() => rm(folder, { recursive: true, force: true }));
  const spool = stack.adopt(await SpoolBus.open(folder, { ...SPOOL_LIMITS, maxPendingBytes, maxBatchBytes }), (one) =>
    one.close(),
  );
  const counters = new IntakeCounters({ add: async () => {} }, Date.now);
  const allowances = new Allowances(Date.now);
  const deps: HttpIntakeDeps = {
    bus: spool,
    counters,
    allowances,
    limits: { ...INGEST_LIMITS, ...limits },
    pressure: { refusedAt: 0 },
    now: Date.now,
    async check(token) {
      if (isStateAway) throw new HaechiError('state_unreachable', { what: 'away', remedy: 'wait' });
      return token === 'right' ? { tokenId: '1', name: 'one', tenant: '/root/' } : 'unknown';
    },
    inFlight: { bytes: inFlight },
    timeZone: 'UTC',
  };
  const server = stack.adopt(fastify(), (one) => one.close());
  for (const routes of [elasticsearchRoutes, otlpRoutes, lokiRoutes, gelfRoutes]) await routes(server, deps);
  const origin = await server.listen({ host: '127.0.0.1', port: 0 });
  opened.push(stack);
  const post = (route: string, body: string) =>
    fetch(origin + route, {
      method: 'POST',
      body,
      headers: { authorization: 'Bearer right', 'content-type': 'application/json' },
    });
  return { post, spool, counters, allowances, deps, origin };
}

const time = '1772323201500000000';
/** A body of that many records for each door. */
const DOORS: readonly (readonly [route: string, body: (records: number) => string, taken: number])[] = [
  ['/x/_bulk', (records) => '{"create":{}}\n{"n":1}\n'.repeat(records), 200],
  [
    '/v1/logs',
    (records) =>
      JSON.stringify({
        resourceLogs: [{ scopeLogs: [{ logRecords: Array(records).fill({ body: { stringValue: 'a' } }) }] }],
      }),
    200,
  ],
  [
    '/loki/api/v1/push',
    (records) => JSON.stringify({ streams: [{ stream: {}, values: Array(records).fill([time, 'a']) }] }),
    204,
  ],
  ['/gelf', () => '{"short_message":"a"}', 202],
];

test.each(DOORS)(
  '%s is answered after the spool has it, and told to slow down when the spool is full',
  async (route, body, taken) => {
    const sound = await open();
    expect((await sound.post(route, body(3))).status).toBe(taken);
    expect(sound.spool.depth()).toBe(1);
    const full = await open({ maxPendingBytes: 1 });
    await full.post(route, body(1));
    const answer = await full.post(route, body(1));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '5']);
    expect(full.counters.totals.rejected).toBeGreaterThan(0);
    expect(full.counters.totals.accepted + full.counters.totals.rejected).toBe(2);
    expect(full.deps.inFlight.bytes).toBe(0);
  },
);

test.each(DOORS.slice(0, 3))(
  '%s is taken in parts by a bus that takes small messages only',
  async (route, body, taken) => {
    const { post, spool, counters } = await open({ maxBatchBytes: 400 });
    expect((await post(route, body(100))).status).toBe(taken);
    expect(spool.depth()).toBeGreaterThan(1);
    expect([counters.totals.accepted, counters.totals.rejected]).toEqual([100, 0]);
  },
);

test.each(DOORS)('%s is told to slow down while the state is away that knows its token', async (route, body) => {
  const { post, spool } = await open({ isStateAway: true });
  const answer = await post(route, body(1));
  expect([answer.status, answer.headers.get('retry-after'), spool.depth()]).toEqual([429, '5', 0]);
});

test.each(DOORS)('%s is told to slow down when the tenant has sent all that it may', async (route, body, taken) => {
  const { post, spool, counters, allowances, deps } = await open();
  allowances.set([{ path: '/root/', eventsPerSecond: null, bytesPerDay: 1 }], new Map());
  expect((await post(route, body(1))).status).toBe(taken);
  const answer = await post(route, body(1));
  expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '300']);
  expect([spool.depth(), counters.totals.accepted, counters.totals.rejected]).toEqual([1, 1, 1]);
  expect(counters.totals.bytes).toBeGreaterThan(0);
  // Others are not kept away by it.
  expect(deps.pressure.refusedAt).toBe(0);
});

test.each(DOORS)('%s pays nothing for what the spool had no room for', async (route, body) => {
  const { post, allowances } = await open({ maxPendingBytes: 1 });
  await post(route, body(1));
  allowances.set([{ path: '/root/', eventsPerSecond: null, bytesPerDay: 1 }], new Map());
  for (let tries = 0; tries < 3; tries++) {
    const answer = await post(route, body(1));
    // 5 is for storage that is full, 300 for a day's volume that is used up.
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '5']);
  }
});

test.each(DOORS)(
  '%s is told to slow down while others hold all the memory there is for bodies',
  async (route, body) => {
    const { post, deps } = await open({ inFlight: INGEST_LIMITS.inFlightBytes });
    const answer = await post(route, body(1));
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([429, '5']);
    expect(deps.inFlight.bytes).toBe(INGEST_LIMITS.inFlightBytes);
  },
);

test.each(DOORS.slice(0, 3))(
  '%s takes as many records as the limit says, and answers 413 to one more',
  async (route, body, taken) => {
    const { post, spool } = await open({ limits: { requestRecords: 3 } });
    expect((await post(route, body(3))).status).toBe(taken);
    expect((await post(route, body(4))).status).toBe(413);
    expect(spool.depth()).toBe(1);
  },
);

test.each(DOORS)('property: %s has an answer that is no fault of ours for any mutilated body', async (route, body) => {
  const { origin, deps } = await open();
  const sound = Buffer.from(body(2));
  const junk = fc.oneof(
    fc.constantFrom(
      ...['{', '}', '[', ']', '"', '\\', ',', ':', '\n', '-1', 'null', '1e999', '"\\ud800"', '__proto__'].map((one) =>
        Buffer.from(one),
      ),
    ),
    fc.uint8Array({ maxLength: 8 }).map((bytes) => Buffer.from(bytes)),
  );
  const cut = fc.tuple(fc.nat(sound.length), fc.nat(8), junk);
  const types = fc.constantFrom('application/json', 'application/x-protobuf');
  await fc.assert(
    fc.asyncProperty(fc.array(cut, { minLength: 1, maxLength: 3 }), types, async (cuts, type) => {
      let bytes = sound;
      for (const [at, length, put] of cuts)
        bytes = Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + length)]);
      const headers = { authorization: 'Bearer right', 'content-type': type };
      const answer = await fetch(origin + route, { method: 'POST', body: new Uint8Array(bytes), headers });
      await answer.arrayBuffer();
      // 413: bytes put in front of a compressed body can state any length for what is inside.
      expect([200, 202, 204, 400, 413]).toContain(answer.status);
      expect(deps.inFlight.bytes).toBe(0);
    }),
    { numRuns: 200 },
  );
});

test('the words are those of the protocol', async () => {
  const { post, origin } = await open({ maxPendingBytes: 1 });
  for (const [route, body] of DOORS) await post(route, body(1));
  expect(await (await post('/_bulk', '{"create":{"_index":"x"}}\n{}\n')).json()).toMatchObject({
    status: 429,
    error: { type: 'es_rejected_execution_exception' },
  });
  expect(await (await post('/v1/logs', DOORS[1]?.[1](1) ?? '')).json()).toMatchObject({ code: 8 });
  expect(await (await fetch(`${origin}/_cluster/health`)).json()).toMatchObject({ status: 'yellow' });
  expect((await fetch(`${origin}/loki/ready`)).status).toBe(503);
});

test('a sender that goes away in the middle of its body, or lets it drip, holds no memory', async () => {
  const { origin, deps } = await open({ limits: { bodyMs: 300 } });
  const { port } = new URL(origin);
  const begin = (route: string) => {
    const socket = connect(Number(port), '127.0.0.1');
    socket.on('error', () => {});
    socket.write(
      `POST ${route} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer right\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n{"a":`,
    );
    return socket;
  };
  const until = async (held: (bytes: number) => boolean) => {
    for (let tries = 0; tries < 200 && !held(deps.inFlight.bytes); tries++) await sleep(10);
    expect(held(deps.inFlight.bytes)).toBe(true);
  };
  for (const [route] of DOORS) {
    const gone = begin(route);
    await until((bytes) => bytes > 0);
    gone.destroy();
    await until((bytes) => bytes === 0);
    const dripping = begin(route);
    await until((bytes) => bytes > 0);
    await once(dripping, 'close');
    await until((bytes) => bytes === 0);
  }
});
