import type { EcsEvent, NativeView } from '@haechi/event';
import { addExchange, type Exchange, readRequestLine } from '../web/request.ts';

const HEADER =
  /(User-Agent|Referer|Host|Cookie): ?([^\r\n]*?)(?=(?:\\r|\r|\n|\^M|(?: |(?<=[a-z0-9)\]/]))(?:Accept|Accept-Language|Accept-Encoding|Accept-Charset|User-Agent|Host|Referer|Connection|Cookie|Content-Length|Content-Type|Cache-Control|Pragma|X-[A-Za-z-]{1,30}|If-[A-Za-z-]{1,20}|Upgrade-[A-Za-z-]{1,20}|Origin|Range|Via): )|$)/g;
const MAX_HEAD = 4096;

/**
 * Adds the HTTP request that a web application firewall quotes in its log (`GET /a?b=c HTTP/1.1Accept: …`), whose line
 * breaks the log may have dropped, to the event and under Sigma's webserver names.
 */
export function addWafRequest(event: EcsEvent, native: NativeView, request: unknown): void {
  if (typeof request !== 'string' || request === '') return;
  const head = request.slice(0, MAX_HEAD);
  const version = head.indexOf(' HTTP/');
  const line = version > 0 ? head.slice(0, version + 9) : (head.split(/\r|\n/, 1)[0] as string);
  const exchange: Exchange = {};
  readRequestLine(line.trim(), exchange);
  for (const header of head.slice(line.length).matchAll(HEADER)) {
    const value = (header[2] as string).trim();
    if (value === '') continue;
    if (header[1] === 'User-Agent') exchange.userAgent ??= value;
    else if (header[1] === 'Referer') exchange.referrer ??= value;
    else if (header[1] === 'Host') exchange.host ??= value;
    else exchange.cookie ??= value;
  }
  const { kind, category, type, action } = event.event;
  const view = addExchange(event, exchange);
  event.event.kind = kind;
  if (category !== undefined) event.event.category = category;
  if (type !== undefined) event.event.type = type;
  if (action !== undefined) event.event.action = action;
  for (const name in view) native[name] ??= view[name];
  if (event.source?.ip !== undefined) native['c-ip'] ??= event.source.ip;
}
