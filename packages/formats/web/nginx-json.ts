import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { portOf } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { type JsonObject, numberAt, textAt } from '../json/value.ts';
import { anyTime } from '../time/parse.ts';
import { addExchange, type Exchange, readRequestLine } from './request.ts';

const LOGSOURCE = { category: 'webserver' };
const TIMES = ['time_iso8601', '@timestamp', 'time_local', 'msec', 'timestamp', 'time', 'ts', 'date'];

/** Variables of nginx's log_format with `escape=json`, and the names that templates in the field give them. */
const NAMES: Record<string, readonly string[]> = {
  client: ['remote_addr', 'remote_ip', 'client_ip', 'clientip', 'client'],
  user: ['remote_user', 'user'],
  method: ['request_method', 'method', 'verb'],
  target: ['request_uri', 'uri', 'url', 'path'],
  status: ['status', 'response', 'status_code', 'response_code'],
  bytes: ['body_bytes_sent', 'bytes_sent', 'bytes'],
  agent: ['http_user_agent', 'user_agent', 'agent', 'httpUserAgent'],
  referrer: ['http_referer', 'http_referrer', 'referrer', 'referer'],
  host: ['http_host', 'host', 'server_name', 'vhost'],
};
const KNOWN = new Set([
  ...TIMES,
  ...Object.values(NAMES).flat(),
  'request',
  'request_time',
  'request_length',
  'scheme',
  'server_protocol',
  'remote_port',
  'server_addr',
  'server_port',
  'request_id',
  'http_cookie',
  'content_type',
]);

function first(value: JsonObject, name: string): string | undefined {
  for (const key of NAMES[name] as readonly string[]) {
    const found = value[key];
    if (typeof found === 'string' && found !== '' && found !== '-') return found;
    if (typeof found === 'number') return String(found);
  }
  return undefined;
}

/** Access logs of nginx (and servers that follow its names) written as JSON. */
export const nginxJson: ObjectDecoder = {
  name: 'nginx-json',
  confidence: 0.9,
  sniff: (value) => {
    const client = value['remote_addr'] ?? value['remote_ip'] ?? value['clientip'] ?? value['client_ip'];
    if (typeof client !== 'string') return false;
    const request = value['request'] ?? value['request_uri'] ?? value['uri'] ?? value['url'];
    return typeof request === 'string' && (value['status'] ?? value['response'] ?? value['status_code']) !== undefined;
  },
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const exchange: Exchange = {
      client: first(value, 'client'),
      clientPort: portOf(value['remote_port']),
      user: first(value, 'user'),
      status: Number(first(value, 'status')) || undefined,
      responseBytes: Number(first(value, 'bytes')) || undefined,
      requestBytes: numberAt(value, 'request_length'),
      userAgent: first(value, 'agent'),
      referrer: first(value, 'referrer'),
      host: first(value, 'host'),
      scheme: textAt(value, 'scheme'),
      serverIp: textAt(value, 'server_addr'),
      serverPort: portOf(value['server_port']),
      cookie: textAt(value, 'http_cookie'),
      contentType: textAt(value, 'content_type'),
      requestId: textAt(value, 'request_id'),
    };
    const seconds = numberAt(value, 'request_time');
    if (seconds !== undefined) exchange.duration = seconds * 1e9;
    const protocol = textAt(value, 'server_protocol');
    if (protocol?.startsWith('HTTP/')) exchange.version = protocol.slice(5);
    const line = textAt(value, 'request');
    if (line !== undefined) readRequestLine(line, exchange);
    exchange.method ??= first(value, 'method');
    exchange.target ??= first(value, 'target');
    let time = Number.NaN;
    for (const name of TIMES) {
      time = anyTime(value[name], context);
      if (!Number.isNaN(time)) break;
    }
    const event = newEvent(time, context, 'nginx.access');
    const native = addExchange(event, exchange);
    for (const key in value) if (!KNOWN.has(key)) keepUnmapped(event, key, value[key], context.limits);
    return { event, native, logsource: LOGSOURCE };
  },
};

/** The status document of NGINX Plus (`/status`): a metric, not a request. */
export const nginxPlusStatus: ObjectDecoder = {
  name: 'nginx-plus-status',
  confidence: 0.97,
  sniff: (value) => typeof value['nginx_version'] === 'string' && value['connections'] !== undefined,
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const event = newEvent(anyTime(value['timestamp'], context), context, 'nginx.status');
    event.event.kind = 'metric';
    event.event.category = ['web'];
    event.event.type = ['info'];
    event.service = { name: 'nginx', type: 'nginx' };
    const address = textAt(value, 'address');
    if (address !== undefined) event.host = { ip: [address] };
    const native = newNative();
    for (const key in value) {
      const item = value[key];
      if (typeof item !== 'object' || item === null) native[key] = item;
      if (key !== 'timestamp' && key !== 'address') keepUnmapped(event, key, item, context.limits);
    }
    return { event, native, logsource: { product: 'nginx', service: 'status' } };
  },
};
