import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import {
  type HttpIntakeDeps,
  type HttpProtocol,
  type Reading,
  type Refusal,
  rawRoutes,
  receive,
} from '../http-door.ts';
import { rejectedItem } from '../item.ts';
import type { IngestLimits } from '../limits.ts';
import { WireFault } from '../protobuf/reader.ts';
import { bytesField, numberField } from '../protobuf/writer.ts';
import { readJson } from './from-json.ts';
import { readProtobuf } from './from-protobuf.ts';
import type { ScopeLogs } from './model.ts';
import { itemsOf } from './to-item.ts';

/** Status, code of google.rpc.Code, message. Of these, clients send again after 429 only. */
const REFUSALS: Readonly<Record<Refusal, readonly [number, number, string]>> = {
  unauthenticated: [401, 16, 'send an intake token: Authorization: Bearer TOKEN'],
  forbidden: [403, 7, 'this token may not send'],
  too_large: [413, 8, 'the request is too large'],
  busy: [429, 8, 'the intake queue is full; send again later'],
  unsupported_encoding: [415, 3, 'only gzip is understood as Content-Encoding'],
  damaged: [400, 3, 'the body is not sound gzip'],
  internal: [500, 13, 'internal error'],
};
const INVALID_ARGUMENT = 3;
const PROTOBUF = 'application/x-protobuf';
const JSON_TYPE = 'application/json';

/** OTLP/HTTP for logs (OTLP specification 1.x, "OTLP/HTTP"). */
export async function otlpRoutes(server: FastifyInstance, deps: HttpIntakeDeps): Promise<void> {
  const protocol: HttpProtocol = {
    name: 'otlp',
    read: (bytes, request) => readRequest(bytes, request, deps.limits),
    refuse,
  };
  await rawRoutes(server, refuse, (door) => {
    door.post('/v1/logs', (request, reply) =>
      typeOf(request) === undefined
        ? status(
            reply.header('connection', 'close'),
            JSON_TYPE,
            415,
            INVALID_ARGUMENT,
            `send ${PROTOBUF} or ${JSON_TYPE}`,
          )
        : receive(protocol, deps, request, reply),
    );
  });
}

function typeOf({ headers }: FastifyRequest): typeof PROTOBUF | typeof JSON_TYPE | undefined {
  const said = headers['content-type']?.split(';')[0]?.trim().toLowerCase();
  return said === PROTOBUF || said === JSON_TYPE ? said : undefined;
}

function readRequest(bytes: Buffer, request: FastifyRequest, limits: IngestLimits): Reading | Refusal {
  const type = typeOf(request) ?? JSON_TYPE;
  const groups = groupsOf(bytes, type, limits.jsonDepth);
  if (groups === undefined) {
    const raw = type === PROTOBUF ? bytes.toString('base64') : bytes.toString('utf8');
    return {
      items: raw === '' ? [] : [rejectedItem(raw, 'invalid_request')],
      answer: (reply) => status(reply, type, 400, INVALID_ARGUMENT, 'the body is no ExportLogsServiceRequest'),
    };
  }
  const items = itemsOf(groups, limits);
  if (items.length > limits.requestRecords) return 'too_large';
  const rejected = items.filter(({ meta }) => meta?.rejected !== undefined).length;
  return { items, answer: (reply) => success(reply, type, rejected) };
}

function groupsOf(bytes: Buffer, type: string, maxDepth: number): readonly ScopeLogs[] | undefined {
  if (type === JSON_TYPE) return readJson(bytes.toString('utf8'), maxDepth);
  try {
    return readProtobuf(bytes, maxDepth);
  } catch (error) {
    if (error instanceof WireFault) return undefined;
    throw error;
  }
}

/** `ExportLogsServiceResponse`; `partialSuccess` is there only when something was rejected. */
function success(reply: FastifyReply, type: string, rejected: number): FastifyReply {
  const message = `${rejected} log records could not be read or were too long; see the dead letters`;
  reply.code(200).type(type);
  if (type === JSON_TYPE)
    return reply.send(
      rejected === 0 ? {} : { partialSuccess: { rejectedLogRecords: String(rejected), errorMessage: message } },
    );
  const partial = Buffer.concat([numberField(1, rejected), bytesField(2, message)]);
  return reply.send(rejected === 0 ? Buffer.alloc(0) : bytesField(1, partial));
}

function refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply {
  return status(reply, typeOf(request) ?? JSON_TYPE, ...REFUSALS[refusal]);
}

/** `google.rpc.Status` in the content type of the request. */
function status(reply: FastifyReply, type: string, http: number, code: number, message: string): FastifyReply {
  reply.code(http).type(type);
  if (type === JSON_TYPE) return reply.send({ code, message });
  return reply.send(Buffer.concat([numberField(1, code), bytesField(2, message)]));
}
