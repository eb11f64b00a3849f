import { STATUS_CODES } from 'node:http';
import { blockPage } from './block-page.ts';
import type { ClientRequest, ClientResponse } from './exchange.ts';
import { type Field, valuesOf } from './http/head.ts';
import type { Stop } from './inspection.ts';
import type { Outcome } from './log/recording.ts';
import { close, type Passage, type ServeDeps } from './passage.ts';

/** What the rules decided instead of the site's answer. */
export async function intercept(deps: ServeDeps, passage: Passage, stop: Stop): Promise<void> {
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
export async function refuse(deps: ServeDeps, passage: Passage, status: number, reason: string): Promise<void> {
  deps.metrics.count('refused');
  ended(passage, 'refused');
  passage.response.last();
  await answer(deps, passage, status, reason);
}

/** The site gave no answer that could be passed on. */
export async function unanswered(deps: ServeDeps, passage: Passage): Promise<void> {
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

/** A client on the block list: its request is not inspected. */
export async function turnAway(
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
