import type { AddressSet } from './addresses.ts';
import type { ClientRequest } from './exchange.ts';
import { type Field, valuesOf } from './http/head.ts';
import { endToEnd } from './http/hop-by-hop.ts';
import { isWebSocket } from './websocket.ts';

/** Fields that this hop writes itself, in lower case. */
const OURS: ReadonlySet<string> = new Set([
  'content-length',
  'expect',
  'x-forwarded-for',
  'x-forwarded-proto',
  'x-forwarded-host',
]);

/** What of the request's body is in hand, and whether more is to come. */
interface Body {
  readonly bytes: number;
  readonly rest?: AsyncIterable<Buffer>;
}

/** The request as it goes to the upstream: end-to-end fields, its framing, and whom it is forwarded for. */
export function forwarded(
  request: ClientRequest,
  address: string,
  trusted: AddressSet,
  upstreamHost: string,
  body: Body,
): { headers: Field[]; target: string } {
  const { headers: sent, peer } = request;
  const hops = trusted.has(peer.address) ? [...valuesOf(sent, 'x-forwarded-for'), peer.address] : [address];
  const known = trusted.has(peer.address) ? valuesOf(sent, 'x-forwarded-proto')[0] : undefined;
  const headers = endToEnd(sent).filter(([name]) => !OURS.has(name.toLowerCase()));
  if (valuesOf(headers, 'host').length === 0) headers.unshift(['Host', upstreamHost]);
  headers.push(
    ['X-Forwarded-For', hops.join(', ')],
    ['X-Forwarded-Proto', known ?? (request.encrypted ? 'https' : 'http')],
    ['X-Forwarded-Host', valuesOf(headers, 'host')[0] ?? ''],
  );
  if (body.rest === undefined) {
    if (body.bytes > 0 || valuesOf(sent, 'content-length').length > 0)
      headers.push(['Content-Length', String(body.bytes)]);
  } else if (request.bodyBytes !== undefined) headers.push(['Content-Length', String(request.bodyBytes)]);
  else headers.push(['Transfer-Encoding', 'chunked']);
  if (isWebSocket(sent)) headers.push(['Connection', 'Upgrade'], ['Upgrade', 'websocket']);
  return { headers, target: originForm(request.target) };
}

/** `http://host/path` as clients of proxies send it becomes `/path` (RFC 9112, section 3.2.2). */
function originForm(target: string): string {
  const absolute = /^https?:\/\/[^/?#]*([^#]*)/i.exec(target);
  if (absolute === null)
    return target.startsWith('/') || target === '*' ? (target.split('#', 1)[0] ?? target) : `/${target}`;
  const rest = absolute[1] ?? '';
  return rest.startsWith('/') ? rest : `/${rest}`;
}
