import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type HttpIntakeDeps,
  type HttpProtocol,
  type Reading,
  type Refusal,
  rawRoutes,
  receive,
} from '../http-door.ts';
import { isUnderPressure } from '../intake.ts';
import { type Item, rejectedItem } from '../item.ts';
import type { IngestLimits } from '../limits.ts';
import { WireFault } from '../protobuf/reader.ts';
import { readJson } from './from-json.ts';
import { readProtobuf } from './from-protobuf.ts';
import type { Stream } from './model.ts';
import { unsnappy } from './snappy.ts';
import { itemsOf } from './to-item.ts';

/** Loki answers in plain text; clients send again after 429 and 5xx. */
const REFUSALS: Readonly<Record<Refusal, readonly [number, string]>> = {
  unauthenticated: [401, 'send an intake token as bearer token or password'],
  forbidden: [403, 'this token may not send'],
  too_large: [413, 'the request is too large'],
  busy: [429, 'ingestion rate limit exceeded: the intake queue is full; send again later'],
  unsupported_encoding: [415, 'only gzip is understood as Content-Encoding'],
  damaged: [400, 'the body is damaged'],
  internal: [500, 'internal error'],
};

/** Loki's push (Loki HTTP API, "Ingest logs"), and what its clients ask to see whether we are there. */
export async function lokiRoutes(server: FastifyInstance, deps: HttpIntakeDeps): Promise<void> {
  const protocol: HttpProtocol = {
    name: 'loki',
    // What snappy makes of a body is its block format, whatever the header says; JSON may come as gzip.
    ownEncodings: ['snappy'],
    read: (bytes, request) => readRequest(bytes, request, deps.limits),
    refuse,
  };
  await rawRoutes(server, refuse, (door) => {
    // The second is what clients were set to before Loki 1.
    for (const path of ['/loki/api/v1/push', '/api/prom/push'])
      door.post(path, (request, reply) => receive(protocol, deps, request, reply));
    door.get('/loki/ready', (_request, reply) => {
      const busy = isUnderPressure(deps);
      return reply
        .code(busy ? 503 : 200)
        .type('text/plain')
        .send(busy ? 'the intake queue is full' : 'ready');
    });
  });
}

function readRequest(bytes: Buffer, request: FastifyRequest, limits: IngestLimits): Reading | Refusal {
  const isJson = request.headers['content-type']?.toLowerCase().startsWith('application/json') === true;
  const content = isJson ? bytes : unsnappy(bytes, limits.expandedBytes);
  if (content === 'too_large') return content;
  const streams =
    content === 'damaged' ? undefined : isJson ? readJson(content.toString('utf8')) : pushRequest(content);
  if (streams === undefined) {
    const raw = bytes.toString(isJson ? 'utf8' : 'base64');
    return {
      items: raw === '' ? [] : [rejectedItem(raw, 'invalid_request')],
      answer: (reply) => plain(reply, 400, 'the body is no push request: send snappy-compressed protobuf, or JSON'),
    };
  }
  const items = itemsOf(streams, limits);
  if (items.length > limits.requestRecords) return 'too_large';
  return { items, answer: (reply) => answer(reply, items) };
}

function pushRequest(content: Buffer): Stream[] | undefined {
  try {
    return readProtobuf(content);
  } catch (error) {
    if (error instanceof WireFault) return undefined;
    throw error;
  }
}

/** 204 when all is taken; else 400 with the reason, as Loki answers when it took the rest. */
function answer(reply: FastifyReply, items: readonly Item[]): FastifyReply {
  const reasons = items.flatMap(({ meta }) => meta?.rejected ?? []);
  if (reasons.length === 0) return reply.code(204).send();
  const taken = items.length - reasons.length;
  return plain(
    reply,
    400,
    `${taken} lines were taken, ${reasons.length} were not (${[...new Set(reasons)].join(', ')}); see the dead letters`,
  );
}

function refuse(_request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  return plain(reply, ...REFUSALS[refusal]);
}

function plain(reply: FastifyReply, status: number, message: string): FastifyReply {
  return reply.code(status).type('text/plain; charset=utf-8').send(`${message}\n`);
}
