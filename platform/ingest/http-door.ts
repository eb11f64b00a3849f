import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { retrySeconds } from './allowance.ts';
import { type InFlight, readBody } from './body.ts';
import { tokenOf } from './credential.ts';
import { type Arrival, accept, isBusy } from './intake.ts';
import { type Item, recordOf } from './item.ts';
import type { IngestDeps, Sender, SenderCheck } from './ports.ts';

/** When a sender that was told to slow down should come back. */
const RETRY_AFTER_SECONDS = 5;

/** What every intake protocol over HTTP needs. */
export interface HttpIntakeDeps extends IngestDeps {
  readonly check: SenderCheck;
  readonly inFlight: InFlight;
  /** IANA zone for times that carry none. */
  readonly timeZone: string;
}

/** Why a request ends before its records are looked at, or after they could not be stored. */
export type Refusal =
  | 'unauthenticated'
  | 'forbidden'
  | 'too_large'
  | 'busy'
  | 'unsupported_encoding'
  | 'damaged'
  | 'internal';

/** What a body holds, and the answer once it is durable. */
export interface Reading {
  readonly items: readonly Item[];
  readonly answer: (reply: FastifyReply) => FastifyReply;
}

/** An intake protocol over HTTP: how it reads a body, and its words for a refusal. */
export interface HttpProtocol {
  /** First part of the source: `otlp` gives `otlp:token name`. */
  readonly name: string;
  /** Content encodings that the protocol takes off itself. */
  readonly ownEncodings?: readonly string[];
  read(bytes: Buffer, request: FastifyRequest, sender: Sender): Reading | Refusal;
  refuse(request: FastifyRequest, reply: FastifyReply, refusal: Refusal): FastifyReply;
}

/** As RFC 9110 8.3.1 writes a media type, as far as it matters whether it is one. */
const MEDIA_TYPE = /^\s*[^\s/;]+\/[^\s/;]+\s*(?:;|$)/;

/** Gives the body as the stream it is, whatever its type; a type that is no media type counts as none. */
export function takeAnyType(door: FastifyInstance): void {
  door.removeAllContentTypeParsers();
  door.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
  door.addHook('onRequest', async ({ raw: { headers } }) => {
    const type = headers['content-type'];
    if (type !== undefined && !MEDIA_TYPE.test(type)) delete headers['content-type'];
  });
}

/** Registers routes that get their body as the stream it is, and whose faults are answered in the protocol's words. */
export async function rawRoutes(
  server: FastifyInstance,
  refuse: HttpProtocol['refuse'],
  add: (door: FastifyInstance) => void,
): Promise<void> {
  await server.register(async (door) => {
    takeAnyType(door);
    door.setErrorHandler((error, request, reply) => {
      request.log.error({ err: error }, 'an intake request failed');
      if (!isBusy(error)) return refuse(request, reply, 'internal');
      // The body may be unread: the connection cannot be used again.
      return refuse(request, reply.headers({ 'retry-after': RETRY_AFTER_SECONDS, connection: 'close' }), 'busy');
    });
    add(door);
  });
}

/** Who sends, or why the request ends: the one gate of the protocols over HTTP. */
export async function senderOf(
  { headers }: FastifyRequest,
  check: SenderCheck,
): Promise<Sender | 'unauthenticated' | 'forbidden'> {
  const token = tokenOf(headers.authorization ?? '');
  const sender = token === undefined ? 'unknown' : await check(token);
  if (sender === 'unknown') return 'unauthenticated';
  return sender === 'disabled' ? 'forbidden' : sender;
}

/**
 * The path of a request: token → body → records → durable → answer, with any step able to end it in the protocol's own
 * words. Records that the protocol rejected are made durable beside the others, as dead letters with their reason.
 */
export async function receive(
  protocol: HttpProtocol,
  deps: HttpIntakeDeps,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const sender = await senderOf(request, deps.check);
  if (typeof sender === 'string') return refuseUnread(sender);
  const said = request.headers['content-encoding']?.toLowerCase();
  const encoding = said !== undefined && protocol.ownEncodings?.includes(said) === true ? undefined : said;
  const payload = (request.body ?? []) as AsyncIterable<Buffer>;
  const { body, release } = await readBody(payload, encoding, deps.limits, deps.inFlight);
  try {
    if ('fault' in body) return refuseUnread(body.fault);
    const reading = protocol.read(body.bytes, request, sender);
    if (typeof reading === 'string') return protocol.refuse(request, reply, reading);
    const { items, answer } = reading;
    if (items.length > 0) await accept(deps, arrivalsOf(items, sender, `${protocol.name}:${sender.name}`, deps));
    return answer(reply);
  } catch (error) {
    if (!isBusy(error)) throw error;
    return protocol.refuse(request, reply.header('retry-after', retrySeconds(error, RETRY_AFTER_SECONDS)), 'busy');
  } finally {
    release();
  }

  function refuseUnread(refusal: Refusal): FastifyReply {
    // The rest of the body stays unread: the connection cannot be used again.
    if (refusal === 'busy') reply.header('retry-after', RETRY_AFTER_SECONDS);
    return protocol.refuse(request, reply.header('connection', 'close'), refusal);
  }
}

/** Records of one format lie in one batch, so that the pipeline chooses the decoder once. */
function arrivalsOf(
  items: readonly Item[],
  { tenant }: Sender,
  source: string,
  { timeZone, limits }: HttpIntakeDeps,
): Arrival[] {
  return [...Map.groupBy(items, (item) => item.meta?.sourcetype ?? '')].map(([format, group]) => ({
    tenant,
    source,
    format,
    timeZone,
    records: group.map((item) => recordOf(item, limits)),
    meta: group.map(({ meta }) => meta),
  }));
}
