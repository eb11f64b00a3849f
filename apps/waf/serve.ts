import { STATUS_CODES } from 'node:http';
import type { RuleSet, Transaction } from '@haechi/seclang';
import type { AddressSet } from './addresses.ts';
import type { AuditLog } from './audit.ts';
import type { Blocked } from './block-list.ts';
import { blockPage } from './block-page.ts';
import { clientAddress } from './client-address.ts';
import { decodedBody } from './decoded-body.ts';
import { ClientGone, type ClientRequest, type ClientResponse } from './exchange.ts';
import { forwarded } from './forwarded.ts';
import { BadChunk } from './http/chunked.ts';
import { type Field, tokensOf, valuesOf } from './http/head.ts';
import type { Serve } from './http/http1.ts';
import { Inspection, type Stop } from './inspection.ts';
import type { ExchangeLog } from './log/exchange-log.ts';
import type { Outcome, Recording } from './log/recording.ts';
import type { Metrics } from './metrics.ts';
import type { Upstream, UpstreamAnswer } from './upstream.ts';

/** What serving needs. */
export interface ServeDeps {
  /** The rules in force now; a request keeps those it began with. */
  readonly rules: () => RuleSet;
  readonly blocked: () => Blocked;
  readonly upstream: () => Upstream;
  readonly trusted: AddressSet;
  readonly failOpen: boolean;
  readonly audit: AuditLog | undefined;
  readonly log: ExchangeLog | undefined;
  readonly metrics: Metrics;
  readonly newId: () => string;
  readonly nowMs: () => number;
  readonly onFault: (error: unknown) => void;
  /** Told of each transaction when its rules have run. */
  readonly onTransaction?: (transaction: Transaction) => void;
}

/** One request under way. */
interface Passage {
  readonly request: ClientRequest;
  readonly response: ClientResponse;
  readonly inspection: Inspection;
  readonly address: string;
  readonly settings: RuleSet['settings'];
  readonly recording: Recording | undefined;
  /** The head of an answer went out: no other can. */
  begun: boolean;
}

/** The request body as far as it was read for inspection, and what is still to come. */
interface ReadBody {
  readonly pieces: Buffer[];
  readonly bytes: number;
  readonly rest?: AsyncIterable<Buffer>;
  readonly stop?: Stop | undefined;
}

/** Takes a request through: block list → request phases → upstream → response phases → log → answer. */
export function serveWith(deps: ServeDeps): Serve {
  return async (request, response) => {
    deps.metrics.count('requests');
    const address = clientAddress(request.peer.address, request.headers, deps.trusted);
    if (deps.blocked().matches(address, request.headers, deps.nowMs()))
      return turnAway(deps, request, response, address);

    const ruleset = deps.rules();
    const id = deps.newId();
    const policy = {
      failOpen: deps.failOpen,
      onFault(error: unknown) {
        deps.metrics.count('engine_faults');
        deps.onFault(error);
      },
    };
    const inspection = new Inspection(ruleset.transaction({ id, nowMs: deps.nowMs }), policy);
    const recording = deps.log?.begin(id, address, request, response);
    const passage: Passage = {
      request: recording?.request ?? request,
      response: recording?.response ?? response,
      inspection,
      address,
      settings: ruleset.settings,
      recording,
      begun: false,
    };
    try {
      await pass(deps, passage);
    } catch (error) {
      if (error instanceof BadChunk && !passage.begun) return await refuse(deps, passage, 400, error.message);
      // The client went away or was too slow, or the upstream broke off: a whole answer is not to be had.
      passage.response.abort();
    } finally {
      if (recording !== undefined) await deps.log?.end(recording);
    }
  };
}

async function pass(deps: ServeDeps, passage: Passage): Promise<void> {
  const { request, response, inspection } = passage;
  const early = inspection.run((transaction) => requestHeaders(transaction, passage));
  const body = early === undefined && request.fault === undefined ? await readBody(passage) : { pieces: [], bytes: 0 };
  const stop = early ?? body.stop ?? inspection.run((transaction) => transaction.processRequestBody());
  if (stop !== undefined) return intercept(deps, passage, stop);
  const fault = request.fault ?? hostFault(request);
  if (fault !== undefined) {
    return refuse(deps, passage, fault.status, fault.reason);
  }

  const upstream = deps.upstream();
  let found: UpstreamAnswer;
  try {
    const { headers, target } = forwarded(request, passage.address, deps.trusted, upstream.host, body);
    found = await upstream.send({
      method: request.method,
      target,
      headers,
      sent: body.pieces,
      ...(body.rest === undefined ? {} : { rest: body.rest }),
      upgrade: isWebSocket(request.headers),
      onGone: (then) => response.onGone(then),
    });
  } catch (error) {
    if (error instanceof BadChunk || error instanceof ClientGone) throw error;
    deps.metrics.count('upstream_errors');
    deps.onFault(error);
    return unanswered(deps, passage);
  }
  const late = inspection.run((transaction) => responseHeaders(transaction, found));
  if (late !== undefined) return drop(found, () => intercept(deps, passage, late));
  if (found.upgraded !== undefined) {
    // A connection that nobody asked to be handed over, or that cannot be.
    const { takeOver } = response;
    if (takeOver === undefined || !isWebSocket(request.headers)) return drop(found, () => unanswered(deps, passage));
    return handOver(deps, passage, { ...found, ...found.upgraded, takeOver });
  }

  const read = await readResponse(passage, found);
  if (read.stop !== undefined) return drop(found, () => intercept(deps, passage, read.stop as Stop));
  await close(deps, passage);
  passage.begun = true;
  response.head(found.status, found.reason, found.headers);
  for (const piece of read.pieces) await response.write(piece);
  for await (const piece of read.rest ?? []) await response.write(piece);
  await response.end();
}

function requestHeaders(transaction: Transaction, { request, address }: Passage): void {
  transaction.processConnection({
    clientAddress: address,
    clientPort: request.peer.port,
    serverAddress: request.local.address,
    serverPort: request.local.port,
  });
  transaction.processUri({ method: request.method, uri: request.target, protocol: request.protocol });
  for (const [name, value] of request.headers) transaction.addRequestHeader(name, value);
  transaction.processRequestHeaders();
}

/** Reads the body for the rules up to their limit; past it, it streams. */
async function readBody({ request, inspection, settings }: Passage): Promise<ReadBody> {
  const source = request.body();
  if (!inspection.active || !inspection.transaction.inspectsRequestBody)
    return { pieces: [], bytes: 0, ...(request.bodyBytes === 0 ? {} : { rest: source }) };
  const iterator = source[Symbol.asyncIterator]();
  const pieces: Buffer[] = [];
  let bytes = 0;
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return { pieces, bytes };
    pieces.push(next.value);
    bytes += next.value.length;
    const stop = inspection.run((transaction) => transaction.writeRequestBody(next.value));
    if (stop !== undefined) return { pieces, bytes, stop };
    if (bytes >= settings.requestBodyLimit) return { pieces, bytes, rest: following(iterator) };
  }
}

function responseHeaders(transaction: Transaction, { status, headers }: UpstreamAnswer): void {
  for (const [name, value] of headers) transaction.addResponseHeader(name, value);
  transaction.processResponseHeaders(status, 'HTTP/1.1');
}

async function readResponse(
  { inspection, settings, request }: Passage,
  { body, headers }: UpstreamAnswer,
): Promise<ReadBody> {
  const wanted = inspection.active && request.method !== 'HEAD' && inspection.transaction.inspectsResponseBody;
  if (!wanted) {
    const stop = inspection.run((transaction) => transaction.processResponseBody());
    return { pieces: [], bytes: 0, rest: body, stop };
  }
  const iterator = body[Symbol.asyncIterator]();
  const pieces: Buffer[] = [];
  let bytes = 0;
  let ended = false;
  while (bytes < settings.responseBodyLimit) {
    const next = await iterator.next();
    if (next.done === true) {
      ended = true;
      break;
    }
    pieces.push(next.value);
    bytes += next.value.length;
  }
  const coding = valuesOf(headers, 'content-encoding').join(',');
  const plain = await decodedBody(pieces, coding, settings.responseBodyLimit);
  const stop = inspection.run((transaction) => {
    transaction.writeResponseBody(plain);
    transaction.processResponseBody();
  });
  return { pieces, bytes, stop, ...(ended ? {} : { rest: following(iterator) }) };
}

async function* following(iterator: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  for (;;) {
    const next = await iterator.next();
    if (next.done === true) return;
    yield next.value;
  }
}

async function drop(found: UpstreamAnswer, then: () => Promise<void>): Promise<void> {
  found.cancel();
  await then();
}

/** Runs the last phase and writes the audit line; the client has not got its answer yet. */
async function close(
  { audit, metrics, onTransaction, onFault }: ServeDeps,
  { inspection, recording }: Passage,
): Promise<void> {
  let record: ReturnType<Transaction['auditRecord']> | undefined;
  inspection.run((transaction) => {
    transaction.processLogging();
    if (audit !== undefined) record = transaction.auditRecord();
  });
  const { transaction } = inspection;
  recording?.judged(transaction);
  metrics.inspected(inspection.ms);
  if (transaction.matchedRules.length > 0) metrics.count('detected');
  onTransaction?.(transaction);
  if (record !== undefined) await audit?.write(record).catch(onFault);
}

async function intercept(deps: ServeDeps, passage: Passage, stop: Stop): Promise<void> {
  deps.metrics.count('blocked');
  ended(passage, 'blocked');
  await close(deps, passage);
  const { response, request, inspection } = passage;
  if (stop.action === 'drop') return response.abort();
  if (stop.action === 'redirect')
    return send(response, stop.status, [['Location', stop.redirect ?? '/']], Buffer.alloc(0));
  const page = blockPage(inspection.transaction.id, valuesOf(request.headers, 'accept-language').join(','));
  return send(response, stop.status, [['Content-Type', 'text/html; charset=utf-8']], page);
}

/** A request that is not well-formed: who sent it may have another one hidden behind. */
async function refuse(deps: ServeDeps, passage: Passage, status: number, reason: string): Promise<void> {
  deps.metrics.count('refused');
  ended(passage, 'refused');
  passage.response.last();
  await answer(deps, passage, status, reason);
}

async function unanswered(deps: ServeDeps, passage: Passage): Promise<void> {
  ended(passage, 'unanswered');
  return answer(deps, passage, 502, 'the site did not answer');
}

async function answer(deps: ServeDeps, passage: Passage, status: number, reason: string): Promise<void> {
  await close(deps, passage);
  const body = Buffer.from(`${reason}\n${passage.inspection.transaction.id}\n`);
  return send(passage.response, status, [['Content-Type', 'text/plain; charset=utf-8']], body);
}

async function send(response: ClientResponse, status: number, headers: readonly Field[], body: Buffer): Promise<void> {
  const all: Field[] = [...headers, ['Cache-Control', 'no-store'], ['Content-Length', String(body.length)]];
  response.head(status, STATUS_CODES[status] ?? '', all);
  await response.write(body);
  await response.end();
}

function ended({ recording }: Passage, outcome: Outcome): void {
  if (recording !== undefined) recording.outcome = outcome;
}

async function turnAway(
  { metrics, audit, log, newId, nowMs, onFault }: ServeDeps,
  request: ClientRequest,
  response: ClientResponse,
  address: string,
): Promise<void> {
  metrics.count('listed');
  metrics.count('blocked');
  const id = newId();
  const record = {
    transaction_id: id,
    time: new Date(nowMs()).toISOString(),
    client: `${address}:${request.peer.port}`,
    request: {
      method: request.method,
      uri: request.target,
      http_version: request.protocol.replace(/^HTTP\//, ''),
      headers: request.headers,
    },
    response: { status: 403 },
    intercepted: true,
    rules: [],
  };
  await audit?.write(record).catch(onFault);
  const recording = log?.begin(id, address, request, response);
  if (recording !== undefined) recording.outcome = 'listed';
  const page = blockPage(id, valuesOf(request.headers, 'accept-language').join(','));
  await send(recording?.response ?? response, 403, [['Content-Type', 'text/html; charset=utf-8']], page);
  if (recording !== undefined) await log?.end(recording);
}

/** A request that no server may take (RFC 9112, section 3.2): said after the rules had their look at it. */
function hostFault({ protocol, headers, method }: ClientRequest): { status: number; reason: string } | undefined {
  if (method === 'CONNECT') return { status: 501, reason: 'CONNECT is not supported' };
  const hosts = valuesOf(headers, 'host');
  if (hosts.length === 1 && HOST.test(hosts[0] ?? '')) return undefined;
  if (hosts.length === 0 && protocol === 'HTTP/1.0') return undefined;
  return { status: 400, reason: 'the request needs one valid Host' };
}

const HOST = /^(?:\[[0-9a-fA-F:.]+\]|[0-9A-Za-z._~!$&'()*+,;=-]+)(?::\d{1,5})?$/;

/** A WebSocket: its handshake was inspected, what follows is passed both ways as it is. */
async function handOver(
  deps: ServeDeps,
  passage: Passage,
  {
    reason,
    headers,
    socket: behind,
    head,
    takeOver,
  }: Pick<UpstreamAnswer, 'reason' | 'headers'> &
    NonNullable<UpstreamAnswer['upgraded']> & { readonly takeOver: NonNullable<ClientResponse['takeOver']> },
): Promise<void> {
  inspectNothingMore(passage);
  await close(deps, passage);
  passage.begun = true;
  passage.response.head(101, reason, headers);
  const { socket: front, rest } = takeOver();
  const end = (): void => {
    front.destroy();
    behind.destroy();
  };
  // One of them may have gone while the audit line was written, and will not say so again.
  if (front.destroyed || behind.destroyed) return end();
  for (const side of [front, behind]) side.once('error', end).once('close', end);
  behind.write(rest);
  front.write(head);
  front.pipe(behind);
  behind.pipe(front);
}

function inspectNothingMore({ inspection }: Passage): void {
  inspection.run((transaction) => transaction.processResponseBody());
}

/** Whether a request asks for a WebSocket (RFC 6455, section 4.2.1). */
export function isWebSocket(headers: readonly Field[]): boolean {
  return tokensOf(headers, 'connection').includes('upgrade') && tokensOf(headers, 'upgrade').includes('websocket');
}
