import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** Media type of TAXII 2.1, as asked for and answered. */
const TAXII = 'application/taxii+json;version=2.1';

/** An object and when it came to the collection (ISO 8601). */
export interface Added {
  readonly at: string;
  readonly object: object;
}

/** What the server is to do wrong with the next requests for objects, one each. */
export type Mishap =
  | 'cut'
  | 'away'
  | 'large'
  | 'html'
  | 'elsewhere'
  | 'deep'
  | 'silent'
  | { readonly busy: number; readonly retryAfter: string };

/** A TAXII 2.1 server (OASIS, CS01) with one API root and two collections, one of which nobody may read. */
export interface TaxiiServer extends AsyncDisposable {
  readonly origin: string;
  /** Address of its API root. */
  readonly root: string;
  readonly collection: string;
  /** Address of another API root, with a collection of the same id and nothing in it. */
  readonly emptyRoot: string;
  /** In the order of their times. */
  readonly objects: Added[];
  /** Requests as they came: method and path with query. */
  readonly requests: string[];
  readonly mishaps: Mishap[];
  /** Most objects of a page, whatever is asked for. */
  pageSize: number;
  /** Header and value that every request needs. */
  needs: { readonly header: string; readonly value: string } | undefined;
  /** Leaves `next` out of pages that are not the last. */
  withoutNext: boolean;
  /** Leaves the times out of the headers. */
  withoutTimes: boolean;
  /** Writes the times with an offset in place of `Z`. */
  withOffset: boolean;
}

const COLLECTION = '91a7b528-80eb-42ed-a74d-c6fbd5a26116';

/** Starts one on a free port of this machine. @param tls certificate and key (PEM); absent: without TLS */
export async function startTaxiiServer(tls?: { cert: string; key: string }): Promise<TaxiiServer> {
  const answer = (request: IncomingMessage, response: ServerResponse) => serve(state, request, response);
  const server = tls === undefined ? createServer(answer) : createTlsServer(tls, answer);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const origin = `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const state: TaxiiServer = {
    origin,
    root: `${origin}/api1/`,
    collection: COLLECTION,
    emptyRoot: `${origin}/empty/`,
    objects: [],
    requests: [],
    mishaps: [],
    pageSize: 100,
    needs: undefined,
    withoutNext: false,
    withoutTimes: false,
    withOffset: false,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
  return state;
}

/** An indicator with the least that STIX 2.1 requires. */
export function indicator(serial: number, pattern: string, more: object = {}): object {
  return {
    type: 'indicator',
    spec_version: '2.1',
    id: `indicator--00000000-0000-4000-8000-${String(serial).padStart(12, '0')}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    valid_from: '2026-01-01T00:00:00Z',
    pattern_type: 'stix',
    pattern,
    ...more,
  };
}

function serve(state: TaxiiServer, request: IncomingMessage, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', state.origin);
  state.requests.push(`${request.method} ${url.pathname}${url.search}`);
  const { needs } = state;
  if (request.headers.accept !== TAXII) say(response, 406, { title: 'Not Acceptable' });
  else if (needs !== undefined && request.headers[needs.header] !== needs.value)
    say(response, 401, { title: 'Unauthorized' });
  else if (url.pathname === '/taxii2') response.writeHead(301, { location: '/taxii2/' }).end();
  else if (url.pathname === `/api1/collections/${COLLECTION}/objects/`) serveObjects(state, url, response);
  else {
    const resource = RESOURCES.get(url.pathname);
    say(response, resource === undefined ? 404 : 200, resource ?? { title: 'Not Found' });
  }
}

const RESOURCES = new Map<string, object>([
  [`/empty/collections/${COLLECTION}/objects/`, {}],
  [
    '/taxii2/',
    { title: 'Test intelligence', default: '/api1/', api_roots: ['/api1/', 'https://other.example/api/', '/gone/'] },
  ],
  ['/api1/', { title: 'Sharing', versions: [TAXII], max_content_length: 1_000_000 }],
  [
    '/api1/collections/',
    {
      collections: [
        { id: COLLECTION, title: 'Known bad', description: 'Daily', can_read: true, can_write: false },
        { id: 'inbox', title: 'Write only', can_read: false, can_write: true },
      ],
    },
  ],
]);

function serveObjects(state: TaxiiServer, url: URL, response: ServerResponse): void {
  const mishap = state.mishaps.shift();
  if (mishap === 'silent') return;
  if (mishap !== undefined) {
    goWrong(mishap, response);
    return;
  }
  const query = url.searchParams;
  const after = Date.parse(query.get('added_after') ?? '1970-01-01T00:00:00Z');
  const types = query.get('match[type]')?.split(',');
  const found = state.objects.filter(
    ({ at, object }) => Date.parse(at) > after && types?.includes((object as { type: string }).type) !== false,
  );
  const from = Number(query.get('next') ?? 0);
  const size = Math.min(Number(query.get('limit') ?? state.pageSize), state.pageSize);
  const page = found.slice(from, from + size);
  const more = found.length > from + size;
  const first = page[0];
  const last = page.at(-1);
  say(
    response,
    200,
    {
      ...(more ? { more } : {}),
      ...(more && !state.withoutNext ? { next: String(from + size) } : {}),
      ...(page.length > 0 ? { objects: page.map(({ object }) => object) } : {}),
    },
    first === undefined || last === undefined || state.withoutTimes
      ? {}
      : { 'x-taxii-date-added-first': timeOf(first, state), 'x-taxii-date-added-last': timeOf(last, state) },
  );
}

function timeOf({ at }: Added, { withOffset }: TaxiiServer): string {
  return withOffset ? at.replace('Z', '+00:00') : at;
}

function goWrong(mishap: Exclude<Mishap, 'silent'>, response: ServerResponse): void {
  const headers = { 'content-type': TAXII };
  if (typeof mishap === 'object') say(response, mishap.busy, {}, { 'retry-after': mishap.retryAfter });
  else if (mishap === 'away') response.socket?.destroy();
  else if (mishap === 'cut') {
    response.writeHead(200, { ...headers, 'content-length': '1000' });
    response.write('{"objects":[', () => response.socket?.destroy());
  } else if (mishap === 'large') response.writeHead(200, headers).end(`{"objects":["${'x'.repeat(9 * 1024 ** 2)}"]}`);
  else if (mishap === 'html') response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Sign in</h1>');
  else if (mishap === 'elsewhere') response.writeHead(302, { location: 'https://169.254.169.254/latest/' }).end();
  else response.writeHead(200, headers).end(`{"objects":${'['.repeat(100)}${']'.repeat(100)}}`);
}

function say(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': TAXII, ...headers }).end(JSON.stringify(body));
}
