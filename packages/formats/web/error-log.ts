import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp, splitAddress } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { clockTime, digitsAt, isoTime, monthAt, parsed } from '../time/parse.ts';

/** `[Sun Dec 04 04:47:44.123456 2005]`, Apache's ctime-like stamp; the position is behind the bracket. */
function apacheTime(text: string, context: DecodeContext): number {
  if (text.charCodeAt(0) !== 91) return Number.NaN;
  const month = monthAt(text, 5);
  const day = digitsAt(text, 9, 2);
  const close = text.indexOf(']', 20);
  if (month < 0 || day < 0 || close < 0 || close > 36) return Number.NaN;
  const year = digitsAt(text, close - 4, 4);
  const time = clockTime(text, 12, year, month, day, context.zone);
  parsed.end = close + 1;
  return time;
}

const BRACKETS = /^ \[([^\]]{0,128})\]/;
/** Apache 2.4: `[client 1.2.3.4:5678]`, `[pid 12:tid 34]`, `AH01234:`; ModSecurity 2 puts its `[id "…"]` behind. */
export const apacheError: LineDecoder = {
  name: 'apache-error',
  confidence: 0.97,
  sniff: (line) => line.text.charCodeAt(0) === 91 && line.text.charCodeAt(4) === 32 && line.text.charCodeAt(8) === 32,
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const text = line.text;
    const time = apacheTime(text, context);
    if (Number.isNaN(time)) return undefined;
    let at = parsed.end;
    const event = newEvent(time, context, 'apache.error');
    const native = newNative();
    event.event.category = ['web'];
    event.event.type = ['error'];
    event.service = { name: 'apache', type: 'apache' };
    for (
      let bracket = BRACKETS.exec(text.slice(at, at + 140));
      bracket !== null;
      bracket = BRACKETS.exec(text.slice(at, at + 140))
    ) {
      at += bracket[0].length;
      readBracket(bracket[1] as string, event, native);
    }
    const message = text.slice(at).trimStart();
    event.message = message;
    native['message'] = message;
    const code = /^(?:\(\d+\)[^:]{0,64}: )?(AH\d{5}):/.exec(message)?.[1];
    if (code !== undefined) {
      event.event.code = code;
      native['code'] = code;
    }
    if (message.includes('ModSecurity: ')) addModSecurity(message, event, native);
    return { event, native, logsource: { product: 'apache', service: 'apache', category: 'webserver' } };
  },
};

function readBracket(text: string, event: DecodedBody['event'], native: DecodedBody['native']): void {
  if (text.startsWith('client ')) {
    const { host, port } = splitAddress(text.slice(7));
    const ip = canonicalIp(host);
    event.source = ip === undefined ? { address: host } : { address: host, ip };
    native['c-ip'] = ip ?? host;
    if (port !== undefined) event.source.port = port;
  } else if (text.startsWith('pid ')) {
    const pid = Number.parseInt(text.slice(4), 10);
    if (!Number.isNaN(pid)) event.process = { pid };
    const thread = /tid (\d+)/.exec(text)?.[1];
    if (thread !== undefined) event.process = { ...event.process, thread: { id: Number(thread) } };
  } else if (event.log === undefined) {
    const colon = text.indexOf(':');
    event.log =
      colon < 0
        ? { level: text }
        : { level: text.slice(colon + 1), ...(colon > 0 ? { logger: text.slice(0, colon) } : {}) };
    native['level'] = event.log.level;
    if (colon > 0) native['module'] = text.slice(0, colon);
  }
}

const PAIR = / \[(\w{1,32}) "((?:[^"\\]|\\.){0,4096})"\]/g;

function addModSecurity(message: string, event: DecodedBody['event'], native: DecodedBody['native']): void {
  event.event.kind = 'alert';
  event.event.category = ['web', 'intrusion_detection'];
  event.event.type = message.includes('Access denied') ? ['denied'] : ['info'];
  const tags: string[] = [];
  for (const pair of message.matchAll(PAIR)) {
    const [, name, value] = pair as unknown as [string, string, string];
    if (name === 'tag') tags.push(value);
    else native[name] ??= value;
  }
  if (tags.length > 0) native['tag'] = tags;
  const rule: NonNullable<typeof event.rule> = { ruleset: 'modsecurity' };
  if (typeof native['id'] === 'string') rule.id = native['id'];
  if (typeof native['msg'] === 'string') rule.name = native['msg'];
  event.rule = rule;
  if (typeof native['uri'] === 'string') {
    event.url = { path: native['uri'], original: native['uri'] };
    native['cs-uri-stem'] = native['uri'];
    native['cs-uri-query'] = native['uri'];
  }
  if (typeof native['hostname'] === 'string') event.url = { ...event.url, domain: native['hostname'] };
}

const NGINX = /^ \[(debug|info|notice|warn|error|crit|alert|emerg)\] (\d+)#(\d+): (?:\*(\d+) )?/;
const FIELD = /, (client|server|request|upstream|host|referrer): (?:"((?:[^"\\]|\\.)*)"|([^,]*))/g;

/** nginx's error log: `2024/01/02 03:04:05 [error] 12#34: *56 message, client: …, server: …, request: "…", host: "…"`. */
export const nginxError: LineDecoder = {
  name: 'nginx-error',
  confidence: 0.97,
  sniff: (line) => line.body.charCodeAt(4) === 47 && line.body.charCodeAt(19) === 32 && line.body.charCodeAt(20) === 91,
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const text = line.body;
    const time = isoTime(text, 0, context.zone);
    if (Number.isNaN(time)) return undefined;
    const head = NGINX.exec(text.slice(19, 96));
    if (head === null) return undefined;
    const event = newEvent(time, context, 'nginx.error');
    const native = newNative();
    const message = text.slice(19 + head[0].length);
    event.message = message;
    event.event.category = ['web'];
    event.event.type = ['error'];
    event.service = { name: 'nginx', type: 'nginx' };
    event.log = { level: head[1] as string };
    event.process = { pid: Number(head[2]), thread: { id: Number(head[3]) } };
    native['message'] = message;
    native['level'] = head[1];
    if (head[4] !== undefined) native['connection'] = head[4];
    for (const field of message.matchAll(FIELD)) native[field[1] as string] = field[2] ?? field[3];
    if (message.includes('ModSecurity: ')) addModSecurity(message, event, native);
    addNginxRequest(event, native);
    return { event, native, logsource: { product: 'nginx', service: 'nginx', category: 'webserver' } };
  },
};

function addNginxRequest(event: DecodedBody['event'], native: DecodedBody['native']): void {
  const client = native['client'];
  if (typeof client === 'string') {
    const ip = canonicalIp(client);
    event.source = ip === undefined ? { address: client } : { ip };
    native['c-ip'] = client;
  }
  const request = typeof native['request'] === 'string' ? /^(\S+) (\S+)/.exec(native['request']) : null;
  if (request !== null) {
    event.http = { request: { method: request[1] as string } };
    event.url = { ...event.url, original: request[2] as string };
    native['cs-method'] = request[1];
    native['cs-uri-query'] = request[2];
  }
  if (typeof native['host'] === 'string') {
    event.url = { ...event.url, domain: native['host'] };
    native['cs-host'] = native['host'];
  }
}
