import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp, portOf, splitAddress } from '../event/address.ts';
import { newEvent } from '../event/new-event.ts';
import { clfTime, parsed } from '../time/parse.ts';
import { addExchange, type Exchange, readRequestLine } from './request.ts';

const LOGSOURCE = { category: 'webserver' };
const QUOTE = 34;
const SPACE = 32;

/**
 * NCSA common and combined logs as Apache (mod_log_config) and nginx write them, also with a virtual host in front
 * (`vhost_combined`) and with further fields behind.
 */
export const access: LineDecoder = {
  name: 'web-access',
  confidence: 0.95,
  sniff: (line) => {
    const at = line.text.indexOf(' [');
    return at > 0 && at < 512 && line.text.charCodeAt(at + 4) === 47 && line.text.charCodeAt(at + 8) === 47;
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const text = line.text;
    const open = text.indexOf(' [');
    const time = clfTime(text, open + 2, context.zone);
    if (Number.isNaN(time) || text.charCodeAt(parsed.end) !== 93) return undefined;
    let at = parsed.end + 1;
    const exchange: Exchange = {};
    if (!readClient(text.slice(0, open), exchange)) return undefined;
    if (text.charCodeAt(at) !== SPACE || text.charCodeAt(at + 1) !== QUOTE) return undefined;
    let end = endOfQuoted(text, at + 2);
    if (end < 0) return undefined;
    readRequestLine(undoEscapes(text.slice(at + 2, end)), exchange);
    at = end + 1;
    const status = text.slice(at + 1, at + 4);
    if (status !== '-' && !/^\d{3}$/.test(status)) return undefined;
    exchange.status = Number(status);
    at += 4;
    if (text.charCodeAt(at) === SPACE) {
      end = text.indexOf(' ', at + 1);
      if (end < 0) end = text.length;
      const bytes = text.slice(at + 1, end);
      if (/^\d+$/.test(bytes)) exchange.responseBytes = Number(bytes);
      at = end;
    }
    const event = newEvent(time, context, 'web.access');
    event.message = text;
    let rest: string[] | undefined;
    if (at < text.length) rest = readQuoted(text, at, exchange);
    const native = addExchange(event, exchange);
    if (line.envelope?.host !== undefined) event.host = { name: line.envelope.host };
    if (rest !== undefined && rest.length > 0) {
      native['extra'] = rest;
      const forwarded = rest.find((value) => canonicalIp((value.split(',', 1)[0] as string).trim()) !== undefined);
      if (forwarded !== undefined) native['x-forwarded-for'] = forwarded;
    }
    return { event, native, logsource: LOGSOURCE };
  },
};

/** `[VHOST[:PORT] ]CLIENT IDENT USER`; the user's name may hold spaces. */
function readClient(head: string, exchange: Exchange): boolean {
  const words = head.split(' ');
  let first = 0;
  if (words.length > 3 && looksLikeClient(words[1] as string)) {
    const [host, port] = (words[0] as string).split(':');
    exchange.host = host;
    exchange.serverPort = portOf(port);
    first = 1;
  }
  const client = words[first] as string;
  if (words.length - first < 3 || client === '') return false;
  const { host, port } = splitAddress(client);
  exchange.client = client === '-' ? undefined : host;
  exchange.clientPort = port;
  const user = words.slice(first + 2).join(' ');
  if (user !== '-' && user !== '') exchange.user = user;
  return true;
}

function looksLikeClient(word: string): boolean {
  const code = word.charCodeAt(0);
  return ((code >= 48 && code <= 57) || word.indexOf(':') >= 0) && canonicalIp(word) !== undefined;
}

/** Reads ` "referer" "user agent"` and collects what follows, quoted or not. */
function readQuoted(text: string, start: number, exchange: Exchange): string[] {
  const rest: string[] = [];
  let quoted = 0;
  let at = start;
  while (at < text.length && rest.length < 16) {
    if (text.charCodeAt(at) === SPACE) {
      at += 1;
      continue;
    }
    if (text.charCodeAt(at) === QUOTE) {
      let end = endOfQuoted(text, at + 1);
      if (end < 0) end = text.length;
      const value = undoEscapes(text.slice(at + 1, end));
      quoted += 1;
      if (quoted === 1 && rest.length === 0) exchange.referrer = value === '-' || value === '' ? undefined : value;
      else if (quoted === 2 && rest.length === 0)
        exchange.userAgent = value === '-' || value === '' ? undefined : value;
      else rest.push(value);
      at = end + 1;
    } else {
      let end = text.indexOf(' ', at);
      if (end < 0) end = text.length;
      rest.push(text.slice(at, end));
      at = end;
    }
  }
  return rest;
}

function endOfQuoted(text: string, start: number): number {
  let at = text.indexOf('"', start);
  while (at > 0 && text.charCodeAt(at - 1) === 92) {
    let slashes = 1;
    while (text.charCodeAt(at - 1 - slashes) === 92 && at - 1 - slashes >= start) slashes += 1;
    if (slashes % 2 === 0) break;
    at = text.indexOf('"', at + 1);
  }
  return at;
}

/** Undoes the escapes of Apache (`\"`, `\\`) and nginx (`\x22`). */
function undoEscapes(value: string): string {
  if (value.indexOf('\\') < 0) return value;
  return value.replace(/\\(?:x([0-9A-Fa-f]{2})|(["\\]))/g, (_, hex: string | undefined, plain: string | undefined) =>
    hex === undefined ? (plain as string) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
