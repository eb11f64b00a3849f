import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gunzipSync } from 'node:zlib';
import { afterEach, expect, test } from 'vitest';
import { hecTarget, judge } from './post.ts';
import { type Queue, sendQueue } from './send-queue.ts';

let server: Server | undefined;
afterEach(() => {
  server?.closeAllConnections();
  server?.close();
});

type Answer = readonly [status: number, body: object, headers?: Record<string, string>];

/** A collector that answers by `answer`, and keeps what it took. */
async function collector(
  answer: (events: string[], request: number) => Answer,
): Promise<{ port: number; taken: string[] }> {
  const taken: string[] = [];
  let requests = 0;
  server = createServer(async (request, response) => {
    const pieces: Buffer[] = [];
    for await (const piece of request) pieces.push(piece as Buffer);
    const events = gunzipSync(Buffer.concat(pieces)).toString().split('\n');
    const [status, body, headers = {}] = answer(events, requests++);
    const refused = (body as Record<string, number>)['invalid-event-number'];
    if (status === 200) taken.push(...events);
    else if (refused !== undefined) taken.push(...events.slice(0, refused));
    response.writeHead(status, headers).end(JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server?.listen(0, '127.0.0.1', resolve));
  return { port: (server.address() as AddressInfo).port, taken };
}

function queueOf(events: readonly string[]): Queue & { done: number } {
  return {
    done: 0,
    async *consume() {
      for (const [index, text] of events.entries()) yield { position: index + 1, payload: Buffer.from(text) };
    },
    async checkpoint(position) {
      this.done = position;
    },
  };
}

async function run(events: readonly string[], answer: (events: string[], request: number) => Answer) {
  const { port, taken } = await collector(answer);
  const queue = queueOf(events);
  const givenUp: string[] = [];
  const waits: number[] = [];
  let delivered = 0;
  await sendQueue(
    queue,
    hecTarget(`http://127.0.0.1:${port}`, 'token'),
    {
      delivered: (count) => void (delivered += count),
      givenUp: (_reason, event) => void givenUp.push(event),
      waiting: (_reason, ms) => void waits.push(ms),
    },
    new AbortController().signal,
  );
  return { taken, givenUp, waits, delivered, done: queue.done };
}

const many = (count: number) => Array.from({ length: count }, (_, index) => `{"event":${index}}`);
const OK: Answer = [200, { code: 0 }];

test('delivers everything in order, in requests of bounded size', async () => {
  const sizes: number[] = [];
  const found = await run(many(2_500), (events) => {
    sizes.push(events.length);
    return OK;
  });
  expect(found).toMatchObject({ taken: many(2_500), givenUp: [], delivered: 2_500, done: 2_500 });
  expect(Math.max(...sizes)).toBe(1_000);
});

test('an event that is refused is given up, those around it are not', async () => {
  const found = await run(many(5), (events) => {
    const bad = events.indexOf('{"event":2}');
    return bad < 0 ? OK : [400, { code: 6, text: 'Invalid data format', 'invalid-event-number': bad }];
  });
  expect(found).toMatchObject({ taken: many(5).filter((_, n) => n !== 2), givenUp: ['{"event":2}'], delivered: 4 });
});

test('a request that is too large is halved; a single event that is, is given up', async () => {
  const found = await run(many(9), (events) => (events.length > 2 || events.includes('{"event":4}') ? [413, {}] : OK));
  expect(found).toMatchObject({ taken: many(9).filter((_, n) => n !== 4), givenUp: ['{"event":4}'], done: 9 });
});

test('a collector that is busy is asked again after the time it names', async () => {
  const found = await run(many(3), (_, request) => (request < 2 ? [503, { code: 9 }, { 'retry-after': '0' }] : OK));
  expect(found).toMatchObject({ taken: many(3), waits: [0, 0], done: 3 });
});

test.each([
  [
    401,
    '{"text":"Invalid authorization","code":3}',
    undefined,
    { kind: 'denied', reason: '401 Invalid authorization' },
  ],
  [429, 'slow', '2', { kind: 'later', afterMs: 2_000, reason: '429 slow' }],
  [502, '', 'Wed, 21 Oct 2026 07:28:00 GMT', { kind: 'later', afterMs: undefined, reason: '502' }],
  [429, '', '86400', { kind: 'later', afterMs: 300_000, reason: '429' }],
  [400, '{"text":"x","invalid-event-number":-1}', undefined, { kind: 'too_much', reason: '400 x' }],
  [204, '', undefined, { kind: 'taken' }],
])('answer %i %s', (status, text, retryAfter, expected) => {
  expect(judge(status, text, retryAfter)).toEqual(expected);
});

test.each([
  ['ftp://host', 'hec_url_invalid'],
  ['http://user:pass@host', 'hec_url_invalid'],
  ['host:8088', 'hec_url_invalid'],
])('%s is no address of a collector', (address, code) => {
  expect(() => hecTarget(address, 't')).toThrow(expect.objectContaining({ code }));
});

test('a token with a line break is refused before it is sent', () => {
  expect(() => hecTarget('http://h', 'a\nb')).toThrow(expect.objectContaining({ code: 'hec_token_invalid' }));
});

test('the queue is let go of when the sender is stopped in the middle', async () => {
  const stop = new AbortController();
  const { port } = await collector(() => {
    stop.abort();
    return OK;
  });
  let ended = false;
  const queue: Queue = {
    async *consume() {
      try {
        for (let position = 1; ; position++) yield { position, payload: Buffer.from('{"event":1}') };
      } finally {
        ended = true;
      }
    },
    checkpoint: async () => undefined,
  };
  const report = { delivered() {}, givenUp() {}, waiting() {} };
  await sendQueue(queue, hecTarget(`http://127.0.0.1:${port}`, 'token'), report, stop.signal);
  expect(ended).toBe(true);
});
