import type { Transaction } from '@haechi/seclang';
import { intercept, refuse, turnAway, unanswered } from './answers.ts';
import { clientAddress } from './client-address.ts';
import { ClientGone, type ClientRequest } from './exchange.ts';
import { forwarded } from './forwarded.ts';
import { BadChunk } from './http/chunked.ts';
import { valuesOf } from './http/head.ts';
import type { Serve } from './http/http1.ts';
import { Inspection, type Stop } from './inspection.ts';
import { close, type Passage, type ServeDeps } from './passage.ts';
import { readRequest, readResponse } from './read-bodies.ts';
import type { UpstreamAnswer } from './upstream.ts';
import { handOver, isWebSocket } from './websocket.ts';

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
  const body =
    early === undefined && request.fault === undefined ? await readRequest(passage) : { pieces: [], bytes: 0 };
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

function responseHeaders(transaction: Transaction, { status, headers }: UpstreamAnswer): void {
  for (const [name, value] of headers) transaction.addResponseHeader(name, value);
  transaction.processResponseHeaders(status, 'HTTP/1.1');
}

async function drop(found: UpstreamAnswer, then: () => Promise<void>): Promise<void> {
  found.cancel();
  await then();
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
