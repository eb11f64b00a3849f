import type { EcsEvent, NativeView } from '@haechi/event';
import { canonicalIp, portOf } from '../event/address.ts';
import { newNative } from '../event/native.ts';

/** One HTTP exchange as an access log tells it; `undefined` where the log says `-` or nothing. */
export interface Exchange {
  client?: string | undefined;
  clientPort?: number | undefined;
  user?: string | undefined;
  method?: string | undefined;
  /** Request target as sent: origin form (`/a?b`), absolute form, or authority form. */
  target?: string | undefined;
  /** `1.1`, `2.0`, … */
  version?: string | undefined;
  status?: number | undefined;
  responseBytes?: number | undefined;
  requestBytes?: number | undefined;
  referrer?: string | undefined;
  userAgent?: string | undefined;
  host?: string | undefined;
  serverIp?: string | undefined;
  serverPort?: number | undefined;
  scheme?: string | undefined;
  cookie?: string | undefined;
  contentType?: string | undefined;
  /** Nanoseconds. */
  duration?: number | undefined;
  requestId?: string | undefined;
}

/** Writes an exchange into an event and answers its native view in the names of Sigma's webserver taxonomy. */
export function addExchange(event: EcsEvent, exchange: Exchange): NativeView {
  const native = newNative();
  event.event.category = ['web', 'network'];
  event.event.type = ['access'];
  if (exchange.client !== undefined) addClient(event, native, exchange.client, exchange.clientPort);
  if (exchange.user !== undefined) {
    event.user = { name: exchange.user };
    native['cs-username'] = exchange.user;
  }
  const request: NonNullable<NonNullable<EcsEvent['http']>['request']> = {};
  const response: NonNullable<NonNullable<EcsEvent['http']>['response']> = {};
  if (exchange.method !== undefined) {
    request.method = exchange.method;
    native['cs-method'] = exchange.method;
    event.event.action = exchange.method.toLowerCase();
  }
  if (exchange.target !== undefined) addTarget(event, native, exchange.target);
  if (exchange.status !== undefined) {
    response.status_code = exchange.status;
    native['sc-status'] = exchange.status;
    event.event.outcome = exchange.status >= 400 ? 'failure' : 'success';
  }
  if (exchange.responseBytes !== undefined) {
    response.bytes = exchange.responseBytes;
    native['sc-bytes'] = exchange.responseBytes;
  }
  if (exchange.requestBytes !== undefined) {
    request.bytes = exchange.requestBytes;
    native['cs-bytes'] = exchange.requestBytes;
  }
  if (exchange.referrer !== undefined) {
    request.referrer = exchange.referrer;
    native['cs-referer'] = exchange.referrer;
  }
  if (exchange.requestId !== undefined) request.id = exchange.requestId;
  event.http = { request, response };
  if (exchange.version !== undefined) {
    event.http.version = exchange.version;
    native['cs-version'] = `HTTP/${exchange.version}`;
  }
  if (exchange.userAgent !== undefined) {
    event.user_agent = { original: exchange.userAgent };
    native['cs-user-agent'] = exchange.userAgent;
    native['c-useragent'] = exchange.userAgent;
  }
  addServer(event, native, exchange);
  return native;
}

function addClient(event: EcsEvent, native: NativeView, client: string, port: number | undefined): void {
  const ip = canonicalIp(client);
  event.source = ip === undefined ? { address: client, domain: client } : { address: client, ip };
  native['c-ip'] = ip ?? client;
  native['src_ip'] = ip ?? client;
  if (port !== undefined) {
    event.source.port = port;
    native['c-port'] = port;
  }
}

function addTarget(event: EcsEvent, native: NativeView, target: string): void {
  const url: NonNullable<EcsEvent['url']> = { original: target };
  let start = 0;
  if (target.charCodeAt(0) !== 47) {
    const scheme = /^([A-Za-z][A-Za-z0-9+.-]{0,31}):\/\/([^/?#]*)/.exec(target);
    if (scheme !== null) {
      url.scheme = (scheme[1] as string).toLowerCase();
      start = scheme[0].length;
      const [host, port] = splitAuthority(scheme[2] as string);
      if (host !== '') url.domain = host;
      if (port !== undefined) url.port = port;
    }
  }
  const question = target.indexOf('?', start);
  const path = question < 0 ? target.slice(start) : target.slice(start, question);
  url.path = path;
  if (question >= 0) url.query = target.slice(question + 1);
  const dot = path.lastIndexOf('.');
  if (dot > path.lastIndexOf('/') && path.length - dot <= 16) url.extension = path.slice(dot + 1);
  event.url = url;
  native['cs-uri-stem'] = path;
  native['cs-uri'] = target;
  native['c-uri'] = target;
  // More than half of SigmaHQ's webserver rules look for the path in cs-uri-query, so it is the whole target there.
  native['cs-uri-query'] = target;
}

function splitAuthority(authority: string): [string, number | undefined] {
  const at = authority.lastIndexOf('@');
  const host = at < 0 ? authority : authority.slice(at + 1);
  const colon = host.lastIndexOf(':');
  const port = colon < 0 || host.endsWith(']') ? undefined : portOf(host.slice(colon + 1));
  return port === undefined ? [host, undefined] : [host.slice(0, colon), port];
}

function addServer(event: EcsEvent, native: NativeView, exchange: Exchange): void {
  if (exchange.host !== undefined) {
    const [host, port] = splitAuthority(exchange.host);
    native['cs-host'] = exchange.host;
    event.url ??= {};
    event.url.domain ??= host;
    if (port !== undefined) event.url.port ??= port;
  }
  if (exchange.scheme !== undefined) {
    event.url ??= {};
    event.url.scheme ??= exchange.scheme;
  }
  if (exchange.serverIp !== undefined) {
    const ip = canonicalIp(exchange.serverIp);
    event.destination = ip === undefined ? { address: exchange.serverIp } : { ip };
    native['s-ip'] = ip ?? exchange.serverIp;
  }
  if (exchange.serverPort !== undefined) {
    event.destination = { ...event.destination, port: exchange.serverPort };
    native['s-port'] = exchange.serverPort;
  }
  if (exchange.cookie !== undefined) native['cs-cookie'] = exchange.cookie;
  if (exchange.contentType !== undefined) {
    native['cs-content-type'] = exchange.contentType;
    event.http = { ...event.http, request: { ...event.http?.request, mime_type: exchange.contentType } };
  }
  if (exchange.duration !== undefined) event.event.duration = Math.round(exchange.duration);
}

/** Splits `METHOD TARGET HTTP/VERSION`; what is not a request line (a TLS hello, an empty one) is left as the target. */
export function readRequestLine(line: string, exchange: Exchange): void {
  if (line === '' || line === '-') return;
  const first = line.indexOf(' ');
  const last = line.lastIndexOf(' ');
  const method = first > 0 ? line.slice(0, first) : '';
  if (!isMethod(method)) {
    exchange.target = line;
    return;
  }
  exchange.method = method;
  if (last > first && line.startsWith('HTTP/', last + 1)) {
    exchange.version = line.slice(last + 6);
    exchange.target = line.slice(first + 1, last);
  } else {
    exchange.target = line.slice(first + 1);
  }
}

function isMethod(word: string): boolean {
  if (word.length === 0 || word.length > 24) return false;
  for (let i = 0; i < word.length; i++) {
    const code = word.charCodeAt(i);
    if (!((code >= 65 && code <= 90) || code === 45 || code === 95)) return false;
  }
  return true;
}
