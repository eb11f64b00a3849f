import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp, portOf, splitAddress } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { clfTime, parsed } from '../time/parse.ts';
import { addExchange, type Exchange, readRequestLine } from './request.ts';

const HTTP =
  /^ (\S{1,128}?)(~?) (\S{1,128})\/(\S{1,128}) ([\d+/-]{5,48}) (-?\d{1,3}) \+?(\d{1,19}) (\S{1,256}) (\S{1,256}) (\S{2,4}) (\d+)\/(\d+)\/(\d+)\/(\d+)\/\+?(\d+) (\d+)\/(\d+) (?:(\{[^}]{0,2048}\}) )?(?:(\{[^}]{0,2048}\}) )?"(.*)"/;
const TCP =
  /^ (\S{1,128}) (\S{1,128})\/(\S{1,128}) ([\d+/-]{3,32}) \+?(\d{1,19}) (\S{2}) (\d+)\/(\d+)\/(\d+)\/(\d+)\/\+?(\d+) (\d+)\/(\d+)/;

const FAILED = /^ ([^\s/]{1,128})\/([^\s:]{1,64}): ([A-Z].{2,256})$/;

/** What it writes where no format is chosen: that somebody connected. */
const CONNECT = /^Connect from (\S{2,45}):(\d{1,5}) to (\S{2,45}):(\d{1,5}) \((\S{1,128})\/(HTTP|TCP)\)$/;

/** HAProxy's HTTP, TCP, error and default logs (configuration manual, chapter 8.2). */
export const haproxy: LineDecoder = {
  name: 'haproxy',
  confidence: 0.97,
  sniff: (line) => {
    if (line.text.startsWith('Connect from ')) return true;
    const at = line.text.indexOf(' [');
    return (
      at > 6 &&
      at < 64 &&
      line.text.charCodeAt(at + 4) === 47 &&
      line.text.charCodeAt(at + 8) === 47 &&
      line.text.indexOf('] ', at) > 0 &&
      line.text.charCodeAt(line.text.indexOf('] ', at) + 2) !== 34
    );
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const text = line.text;
    const connected = CONNECT.exec(text);
    if (connected !== null) return connectBody(line, connected, context);
    const open = text.indexOf(' [');
    const time = clfTime(text, open + 2, context.zone);
    if (Number.isNaN(time)) return undefined;
    const close = text.indexOf(']', parsed.end);
    const { host, port } = splitAddress(text.slice(0, open));
    if (close < 0 || (canonicalIp(host) === undefined && !host.startsWith('unix'))) return undefined;
    const rest = text.slice(close + 1);
    const http = HTTP.exec(rest);
    if (http !== null) return httpBody(line, http, host, port, time, context);
    const tcp = TCP.exec(rest);
    if (tcp !== null) return tcpBody(line, tcp, host, port, time, context);
    const failed = FAILED.exec(rest);
    return failed === null ? undefined : failedBody(line, failed, host, port, time, context);
  },
};

function httpBody(
  line: Line,
  match: RegExpExecArray,
  host: string,
  port: number | undefined,
  time: number,
  context: DecodeContext,
): DecodedBody {
  const [, frontend, tls, backend, server, timers, status, bytes, , , state] = match as unknown as string[];
  const exchange: Exchange = {
    client: host,
    clientPort: port,
    status: Number(status) > 0 ? Number(status) : undefined,
    responseBytes: Number(bytes),
  };
  if (tls === '~') exchange.scheme = 'https';
  readRequestLine(match[20] as string, exchange);
  const total = Number((timers as string).split('/').at(-1));
  if (total > 0) exchange.duration = total * 1e6;
  const captured = match[18]?.slice(1, -1).split('|');
  if (captured !== undefined) {
    exchange.userAgent = captured.find((value) => /^(?:Mozilla|curl|Wget|python|Go-http|okhttp|Java)/i.test(value));
    exchange.host = captured.find((value) => /^[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+(?::\d{1,5})?$/i.test(value));
  }
  const event = newEvent(time, context, 'haproxy.http');
  const native = addExchange(event, exchange);
  event.service = { name: backend as string, type: 'haproxy' };
  native['frontend'] = frontend;
  native['backend'] = backend;
  native['server'] = server;
  native['termination_state'] = state;
  if (captured !== undefined) native['captured_request_headers'] = captured;
  if (line.envelope?.host !== undefined) event.host = { name: line.envelope.host };
  return { event, native, logsource: { category: 'webserver', product: 'haproxy' } };
}

/** A connection that ended before its first request: TLS handshake failures, bad PROXY headers, timeouts. */
function failedBody(
  line: Line,
  match: RegExpExecArray,
  host: string,
  port: number | undefined,
  time: number,
  context: DecodeContext,
): DecodedBody {
  const [, frontend, listener, reason] = match as unknown as [string, string, string, string];
  const event = newEvent(time, context, 'haproxy.error');
  event.event.category = ['network'];
  event.event.type = ['connection', 'denied'];
  event.event.outcome = 'failure';
  event.event.reason = reason;
  event.message = line.text;
  event.source = { ip: canonicalIp(host) ?? host, ...(port === undefined ? {} : { port }) };
  event.network = { transport: 'tcp' };
  event.service = { name: frontend, type: 'haproxy' };
  if (line.envelope?.host !== undefined) event.host = { name: line.envelope.host };
  const native = newNative();
  Object.assign(native, { src_ip: event.source.ip, src_port: portOf(port), frontend, listener, message: line.text });
  return { event, native, logsource: { product: 'haproxy' } };
}

function connectBody(line: Line, match: RegExpExecArray, context: DecodeContext): DecodedBody | undefined {
  const [, client, clientPort, server, serverPort, frontend, mode] = match as unknown as string[];
  const source = canonicalIp(client as string);
  const destination = canonicalIp(server as string);
  if (source === undefined || destination === undefined) return undefined;
  const event = newEvent(line.envelope?.time ?? Number.NaN, context, 'haproxy.connect');
  event.event.category = ['network'];
  event.event.type = ['connection', 'start'];
  event.message = line.text;
  const [from, to] = [portOf(clientPort), portOf(serverPort)];
  event.source = { ip: source, ...(from === undefined ? {} : { port: from }) };
  event.destination = { ip: destination, ...(to === undefined ? {} : { port: to }) };
  event.network = { transport: 'tcp' };
  event.service = { name: frontend as string, type: 'haproxy' };
  if (line.envelope?.host !== undefined) event.host = { name: line.envelope.host };
  const native = newNative();
  Object.assign(native, { src_ip: source, src_port: from, dst_ip: destination, dst_port: to, frontend, mode });
  return { event, native, logsource: { product: 'haproxy' } };
}

function tcpBody(
  line: Line,
  match: RegExpExecArray,
  host: string,
  port: number | undefined,
  time: number,
  context: DecodeContext,
): DecodedBody {
  const [, frontend, backend, server, timers, bytes, state] = match as unknown as string[];
  const event = newEvent(time, context, 'haproxy.tcp');
  event.event.category = ['network'];
  event.event.type = ['connection'];
  event.source = { ip: canonicalIp(host) ?? host, ...(port === undefined ? {} : { port }) };
  event.network = { transport: 'tcp', bytes: Number(bytes) };
  const total = Number((timers as string).split('/').at(-1));
  if (total > 0) event.event.duration = Math.round(total * 1e6);
  event.service = { name: backend as string, type: 'haproxy' };
  if (line.envelope?.host !== undefined) event.host = { name: line.envelope.host };
  const native = newNative();
  Object.assign(native, {
    src_ip: event.source.ip,
    src_port: portOf(port),
    frontend,
    backend,
    server,
    termination_state: state,
  });
  return { event, native, logsource: { product: 'haproxy' } };
}
