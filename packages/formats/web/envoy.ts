import type { DecodeContext, DecodedBody, Line, LineDecoder, ObjectDecoder } from '../decoder.ts';
import { splitAddress } from '../event/address.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { type JsonObject, numberAt, textAt } from '../json/value.ts';
import { anyTime, isoTime } from '../time/parse.ts';
import { addExchange, type Exchange, readRequestLine } from './request.ts';

const LOGSOURCE = { category: 'webserver', product: 'envoy' };
const QUOTED = /"((?:[^"\\]|\\.)*)"/g;
const HEAD = /^\[(\d{4}-\d\d-\d\dT[\d:.]{8,16}Z)\] "([^"]{0,16384})" (\d{1,3}) (\S{1,64})/;

/** Envoy's default access log, and Istio's, which adds fields between and behind. */
export const envoyText: LineDecoder = {
  name: 'envoy',
  confidence: 0.96,
  sniff: (line) => line.text.charCodeAt(0) === 91 && line.text.charCodeAt(11) === 84 && line.text.charCodeAt(5) === 45,
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const head = HEAD.exec(line.text);
    if (head === null) return undefined;
    const exchange: Exchange = { status: Number(head[3]) || undefined };
    readRequestLine(head[2] as string, exchange);
    const rest = line.text.slice(head[0].length);
    // Istio puts details, a failure reason and more in words and quotes before the numbers.
    const numbers = / (\d+) (\d+) (\d+) (?:\d+|-) "/.exec(rest);
    if (numbers === null) return undefined;
    exchange.requestBytes = Number(numbers[1]);
    exchange.responseBytes = Number(numbers[2]);
    exchange.duration = Number(numbers[3]) * 1e6;
    const tail = rest.slice(numbers.index);
    const quoted = [...tail.slice(0, 16_384).matchAll(QUOTED)].slice(0, 5).map((match) => match[1] as string);
    const [forwarded, agent, requestId, authority, upstream] = quoted;
    exchange.userAgent = known(agent);
    exchange.requestId = known(requestId);
    exchange.host = known(authority);
    // Istio puts addresses in the open behind the quotes; the last of them is the client's.
    const peers = [
      ...tail
        .slice(tail.lastIndexOf('"'))
        .slice(0, 1024)
        .matchAll(/ (\d[\d.]{6,14}:\d{1,5})(?= )/g),
    ];
    const client = known(forwarded)?.split(',', 1)[0]?.trim() ?? peers.at(-1)?.[1];
    if (client !== undefined) {
      const { host, port } = splitAddress(client);
      exchange.client = host;
      exchange.clientPort = port;
    }
    const event = newEvent(isoTime(head[1] as string, 0, context.zone), context, 'envoy.access');
    const native = addExchange(event, exchange);
    native['response_flags'] = head[4];
    if (known(upstream) !== undefined) native['upstream_host'] = upstream;
    return { event, native, logsource: LOGSOURCE };
  },
};

function known(value: string | undefined): string | undefined {
  return value === undefined || value === '-' || value === '' ? undefined : value;
}

const PLACED = new Set([
  'start_time',
  'method',
  'path',
  'protocol',
  'response_code',
  'bytes_received',
  'bytes_sent',
  'duration',
  'user_agent',
  'request_id',
  'authority',
  'downstream_remote_address',
  'x_forwarded_for',
]);

/** Envoy's and Istio's JSON access log. */
export const envoyJson: ObjectDecoder = {
  name: 'envoy-json',
  confidence: 0.95,
  sniff: (value) => value['start_time'] !== undefined && value['response_flags'] !== undefined,
  decode: (value: JsonObject, context: DecodeContext): DecodedBody => {
    const forwarded = textAt(value, 'x_forwarded_for')?.split(',', 1)[0]?.trim();
    const peer = splitAddress(forwarded ?? textAt(value, 'downstream_remote_address') ?? '');
    const exchange: Exchange = {
      client: known(peer.host),
      clientPort: peer.port,
      method: textAt(value, 'method'),
      target: textAt(value, 'path'),
      version: textAt(value, 'protocol')?.replace('HTTP/', ''),
      status: numberAt(value, 'response_code'),
      requestBytes: numberAt(value, 'bytes_received'),
      responseBytes: numberAt(value, 'bytes_sent'),
      userAgent: textAt(value, 'user_agent'),
      host: textAt(value, 'authority'),
      requestId: textAt(value, 'request_id'),
    };
    const duration = numberAt(value, 'duration');
    if (duration !== undefined) exchange.duration = duration * 1e6;
    const event = newEvent(anyTime(value['start_time'], context), context, 'envoy.access');
    const native = addExchange(event, exchange);
    for (const key in value) {
      if (PLACED.has(key) || value[key] === null) continue;
      keepUnmapped(event, key, value[key], context.limits);
      native[key] = typeof value[key] === 'object' ? JSON.stringify(value[key]) : value[key];
    }
    return { event, native, logsource: LOGSOURCE };
  },
};
