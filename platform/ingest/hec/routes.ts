import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { documentId } from '../../store/document-id.ts';
import { isOverAllowance, retrySeconds } from '../allowance.ts';
import { type InFlight, readBody } from '../body.ts';
import { takeAnyType } from '../http-door.ts';
import { type Arrival, accept, isBusy, isUnderPressure } from '../intake.ts';
import type { AckLimits } from '../limits.ts';
import type { IngestDeps, Sender, SenderCheck } from '../ports.ts';
import { linesOf } from '../text.ts';
import { Acks } from './acks.ts';
import { HEC_ANSWERS, type HecCode, type HecFault, hecBody } from './answers.ts';
import { authorize } from './authorization.ts';
import { type HecEvent, type HecMeta, metaOf, readMeta } from './envelope.ts';
import { readEvents, refused } from './events.ts';

/** What the HTTP Event Collector needs. */
export interface HecDeps extends IngestDeps {
  readonly check: SenderCheck;
  readonly inFlight: InFlight;
  /** False turns indexer acknowledgement off (answer 14). */
  readonly acknowledge: boolean;
  readonly ackLimits: AckLimits;
  /** IANA zone for times that carry none. */
  readonly timeZone: string;
}

/** A data channel is a GUID ("About HTTP Event Collector Indexer Acknowledgment"). */
const CHANNEL = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** What Splunk says of a path that it does not have. */
const NOT_FOUND = { text: 'The requested URL was not found on this server.', code: 404 };

/** Splunk's HTTP Event Collector under /services/collector. */
export async function hecRoutes(server: FastifyInstance, deps: HecDeps): Promise<void> {
  const acks = new Acks(deps.ackLimits);
  await server.register(async (hec) => {
    takeAnyType(hec);
    hec.setErrorHandler((error, request, reply) => {
      request.log.error({ err: error }, 'HEC request failed');
      return answer(reply, { code: isBusy(error) ? 9 : 8 });
    });
    for (const path of ['/services/collector', '/services/collector/event', '/services/collector/event/1.0'])
      hec.post(path, (request, reply) => collect(request, reply, eventsOf));
    for (const path of ['/services/collector/raw', '/services/collector/raw/1.0'])
      hec.post(path, (request, reply) => collect(request, reply, rawOf));
    for (const path of ['/services/collector/ack', '/services/collector/ack/1.0']) hec.post(path, readAcks);
    for (const path of ['/services/collector/health', '/services/collector/health/1.0'])
      hec.get(path, (_request, reply) => answer(reply, { code: isUnderPressure(deps) ? 18 : 17 }));
    hec.all('/services/*', (_request, reply) => reply.code(404).send(NOT_FOUND));
    // Docker's driver asks so, without a token, whether a collector is there, and starts no container before 200.
    for (const path of ['/services/collector', '/services/collector/*'])
      hec.options(path, (_request, reply) => reply.code(200).header('allow', 'GET, POST, OPTIONS').send());
  });

  async function collect(
    request: FastifyRequest,
    reply: FastifyReply,
    read: (bytes: Buffer, query: Query, limits: HecDeps['limits']) => Contents,
  ): Promise<FastifyReply> {
    const entered = await enter(request);
    if (typeof entered === 'number') return answer(reply, { code: entered });
    const { sender, channel } = entered;
    if (channel !== undefined && deps.acknowledge && acks.isFull(channel)) return answer(reply, { code: 9 });
    const { body, release } = await bodyOf(request, deps);
    try {
      if ('fault' in body) return refuse(reply, body.fault);
      const { events, fault } = read(body.bytes, request.query as Query, deps.limits);
      const source = `hec:${sender.name}`;
      if (events.length > 0) await accept(deps, arrivalsOf(events, sender, source, deps.timeZone));
      if (fault !== undefined) {
        const kept = events.some(({ meta }) => meta?.rejected !== undefined);
        if (!kept) deps.counters.add(sender.tenant, source, { rejected: 1 });
        return answer(reply, fault);
      }
      return channel !== undefined && deps.acknowledge
        ? answer(reply, { code: 0 }, { ackId: acks.issue(channel) })
        : answer(reply, { code: 0 });
    } catch (error) {
      if (!isBusy(error)) throw error;
      if (isOverAllowance(error)) reply.header('retry-after', retrySeconds(error, 0));
      return answer(reply, { code: 9 });
    } finally {
      release();
    }
  }

  async function readAcks(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const entered = await enter(request);
    if (typeof entered === 'number') return answer(reply, { code: entered });
    if (!deps.acknowledge) return answer(reply, { code: 14 });
    if (entered.channel === undefined) return answer(reply, { code: 10 });
    const { body, release } = await bodyOf(request, deps);
    try {
      if ('fault' in body) return refuse(reply, body.fault);
      if (body.bytes.length === 0) return answer(reply, { code: 5 });
      const ids = ackIdsOf(body.bytes, deps.ackLimits.asked);
      if (ids === undefined) return answer(reply, { code: 6 });
      return reply.code(200).send({ acks: acks.read(entered.channel, ids) });
    } finally {
      release();
    }
  }

  /** The sender and the channel, or the code that ends the request. */
  async function enter(request: FastifyRequest): Promise<{ sender: Sender; channel: string | undefined } | HecCode> {
    const query = request.query as Query;
    const sender = await authorize(request.headers.authorization, query['token'] !== undefined, deps.check);
    if (typeof sender === 'number') return sender;
    const channel = request.headers['x-splunk-request-channel'] ?? query['channel'];
    if (channel === undefined || channel === '') return { sender, channel: undefined };
    if (typeof channel !== 'string' || !CHANNEL.test(channel)) return 11;
    // Two tokens that name the same channel do not read each other's acknowledgements.
    return { sender, channel: `${sender.tokenId} ${channel.toLowerCase()}` };
  }
}

type Query = Readonly<Record<string, string | string[] | undefined>>;

interface Contents {
  readonly events: readonly HecEvent[];
  readonly fault?: HecFault;
}

function eventsOf(bytes: Buffer, query: Query, limits: HecDeps['limits']): Contents {
  const meta: HecMeta = {};
  const fault = readMeta(query, meta);
  if (fault !== undefined) return { events: [], fault: { code: fault } };
  return readEvents(bytes.toString('utf8'), meta, limits);
}

function rawOf(bytes: Buffer, query: Query, limits: HecDeps['limits']): Contents {
  const meta: HecMeta = {};
  const fault = readMeta(query, meta);
  if (fault !== undefined) return { events: [], fault: { code: fault } };
  const lines = linesOf(bytes);
  if (lines.length === 0) return { events: [], fault: { code: 5 } };
  if (lines.length > limits.requestRecords) return { events: [], fault: { code: 27 } };
  const said = metaOf(meta, {});
  const events: HecEvent[] = [];
  let tooLong: number | undefined;
  for (const [eventNumber, record] of lines.entries()) {
    // The lines around one that is too long are taken all the same.
    if (record.length > limits.recordChars) {
      tooLong ??= eventNumber;
      events.push(refused(record, 'record_too_long', limits));
    } else events.push({ record, sourcetype: meta.sourcetype ?? '', meta: said });
  }
  return tooLong === undefined ? { events } : { events, fault: { code: 6, eventNumber: tooLong } };
}

/** Events of one format lie in one batch, so that the pipeline chooses the decoder once. */
function arrivalsOf(events: readonly HecEvent[], sender: Sender, source: string, timeZone: string): Arrival[] {
  return [...Map.groupBy(events, (event) => event.sourcetype)].map(([format, group]) => ({
    tenant: sender.tenant,
    source,
    format,
    timeZone,
    records: group.map(({ record }) => record),
    meta: group.map((event) => namedBy(event, sender.tenant)),
  }));
}

function namedBy({ meta, id }: HecEvent, tenant: string): HecEvent['meta'] {
  return id === undefined ? meta : { ...meta, id: documentId(tenant, meta?.fields?.['index'] ?? '', id) };
}

function bodyOf(request: FastifyRequest, { limits, inFlight }: HecDeps) {
  const payload = (request.body ?? []) as AsyncIterable<Buffer>;
  return readBody(payload, request.headers['content-encoding']?.toLowerCase(), limits, inFlight);
}

function ackIdsOf(bytes: Buffer, max: number): number[] | undefined {
  let asked: unknown;
  try {
    asked = JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
  const ids = (asked as { acks?: unknown } | null)?.acks;
  if (!Array.isArray(ids) || ids.length > max) return undefined;
  return ids.every((id) => Number.isSafeInteger(id) && id >= 0) ? (ids as number[]) : undefined;
}

function refuse(reply: FastifyReply, fault: 'too_large' | 'busy' | 'unsupported_encoding' | 'damaged'): FastifyReply {
  // The rest of the body stays unread: the connection cannot be used again.
  reply.header('connection', 'close');
  if (fault === 'too_large') return answer(reply, { code: 27 });
  if (fault === 'busy') return answer(reply, { code: 9 });
  return answer(reply, { code: 6 }, { status: fault === 'unsupported_encoding' ? 415 : 400 });
}

function answer(
  reply: FastifyReply,
  { code, eventNumber }: HecFault,
  { ackId, status = HEC_ANSWERS[code].status }: { ackId?: number; status?: number } = {},
): FastifyReply {
  const more = { ...(eventNumber === undefined ? {} : { eventNumber }), ...(ackId === undefined ? {} : { ackId }) };
  return reply.code(status).send(hecBody(code, more));
}
