import type { DecodeContext, Line } from '../decoder.ts';
import { newMap } from '../event/native.ts';
import { isoTime, parsed, rfc3164Time } from '../time/parse.ts';

/** The header of a syslog message, whatever dialect it was written in. */
export interface Envelope {
  /** Facility * 8 + severity, 0..191, when there was a `<PRI>`. */
  priority: number | undefined;
  /** Milliseconds since the epoch, `NaN` when the header has no (readable) time. */
  time: number;
  host: string | undefined;
  /** APP-NAME or TAG without its process id. */
  app: string | undefined;
  pid: string | undefined;
  msgid: string | undefined;
  structuredData: Record<string, Record<string, string>> | undefined;
  /** `1` for RFC 5424. */
  version: string | undefined;
}

/** An envelope that says nothing but where the message came from. */
export function bareEnvelope(host?: string): Envelope {
  return {
    priority: undefined,
    time: Number.NaN,
    host,
    app: undefined,
    pid: undefined,
    msgid: undefined,
    structuredData: undefined,
    version: undefined,
  };
}

const SPACE = 32;
const COLON = 58;
const OPEN = 91;
const CLOSE = 93;

/**
 * Splits a line into syslog header and message: RFC 5424, RFC 3164, and what is sent in its place (ISO times, a year in
 * the time, no host, a relay's header before the origin's). A line without a header is its own body and text.
 */
export function splitLine(raw: string, context: DecodeContext): Line {
  let position = 0;
  let priority: number | undefined;
  if (raw.charCodeAt(0) === 60) {
    const end = raw.indexOf('>', 1);
    const value = end > 1 && end <= 4 ? Number(raw.slice(1, end)) : Number.NaN;
    if (value >= 0 && value <= 191) {
      priority = value;
      position = end + 1;
    }
  }
  const body = position === 0 ? raw : raw.slice(position);
  if (priority !== undefined && body.charCodeAt(0) === 49 && body.charCodeAt(1) === SPACE) {
    const line = split5424(raw, body, priority, context);
    if (line !== undefined) return line;
  }
  const envelope = bareEnvelope();
  envelope.priority = priority;
  const text = split3164(body, envelope, context);
  if (text === undefined && priority === undefined) return { raw, body, text: body, envelope: undefined };
  return { raw, body, text: text ?? body.trimStart(), envelope };
}

/** `sshd[77]: …`, as senders write that keep time and host beside the line: sure enough without a header. */
const NUMBERED_TAG = /^[A-Za-z][\w./-]{0,47}\[\d{1,10}\]: /;

/** Position behind a header time, or -1. Leaves the time in `envelope.time`. */
function headerTime(body: string, start: number, envelope: Envelope, context: DecodeContext): number {
  let at = start;
  // Cisco IOS marks an unsynchronised clock with `*` or `.`.
  const first = body.charCodeAt(at);
  if (first === 42 || first === 46) at += 1;
  const code = body.charCodeAt(at);
  const time = code >= 48 && code <= 57 ? isoTime(body, at, context.zone) : rfc3164Time(body, at, context);
  if (Number.isNaN(time)) return -1;
  envelope.time = time;
  return parsed.end;
}

function split3164(body: string, envelope: Envelope, context: DecodeContext): string | undefined {
  const code = body.charCodeAt(0);
  // A header time starts with a letter, a digit or Cisco's mark; anything else is content.
  if (!(code >= 48 && code <= 57) && !(code >= 65 && code <= 122) && code !== 42 && code !== 46) return undefined;
  let at = headerTime(body, 0, envelope, context);
  if (at < 0) {
    const known = envelope.priority !== undefined || NUMBERED_TAG.test(body);
    return known ? tagged(body, 0, envelope) : undefined;
  }
  const iso = code >= 48 && code <= 57;
  if (body.charCodeAt(at) === COLON) at += 1;
  if (body.charCodeAt(at) !== SPACE) return at >= body.length ? '' : undefined;
  while (body.charCodeAt(at) === SPACE) at += 1;
  let space = body.indexOf(' ', at);
  if (space < 0) space = body.length;
  const last = body.charCodeAt(space - 1);
  if (last !== COLON && last !== CLOSE && isHost(body, at, space)) {
    const host = body.slice(at, space);
    // An application log (`2024-01-02 03:04:05 ERROR something`) is not syslog: no tag follows.
    if (iso && envelope.priority === undefined && !hasTag(body, space + 1)) return undefined;
    envelope.host = host;
    at = space;
    while (body.charCodeAt(at) === SPACE) at += 1;
    if (at < body.length) {
      const origin = headerTime(body, at, envelope, context);
      if (origin >= 0 && body.charCodeAt(origin) === SPACE) {
        const end = body.indexOf(' ', origin + 1);
        if (end > 0 && isHost(body, origin + 1, end)) {
          envelope.host = body.slice(origin + 1, end);
          at = end + 1;
        } else {
          at = origin + 1;
        }
      }
    }
  } else if (iso && envelope.priority === undefined && !hasTag(body, at)) {
    return undefined;
  }
  return tagged(body, at, envelope);
}

function isHost(body: string, start: number, end: number): boolean {
  if (end <= start || end - start > 255) return false;
  for (let i = start; i < end; i++) {
    const code = body.charCodeAt(i);
    const letter = (code | 32) >= 97 && (code | 32) <= 122;
    // Letters, digits, and `-` `.` `_` `:`; also letters of other scripts, which some devices put in their names.
    if (!letter && !(code >= 45 && code <= 58 && code !== 47) && code !== 95 && code < 128) return false;
  }
  return true;
}

/** Whether a tag (`name[pid]:` or `name:`) starts at `position`. */
function hasTag(body: string, position: number): boolean {
  return tagEnd(body, position) > position;
}

/** Position behind the name of a tag, or -1 when there is no tag. */
function tagEnd(body: string, position: number): number {
  const limit = Math.min(body.length, position + 128);
  for (let i = position; i < limit; i++) {
    const code = body.charCodeAt(i);
    if (code === COLON) {
      const next = body.charCodeAt(i + 1);
      return i > position && (next === SPACE || Number.isNaN(next)) ? i : -1;
    }
    if (code === OPEN) return i > position ? i : -1;
    if (code === SPACE || code === 61 || code === 60 || code === 34 || code === 44 || code === 124) return -1;
  }
  return -1;
}

/** Reads `TAG[pid]: ` at `position` into the envelope; answers the text behind it. */
function tagged(body: string, position: number, envelope: Envelope): string {
  const end = tagEnd(body, position);
  if (end < 0) return position === 0 ? body.trimStart() : body.slice(position);
  let at = end;
  if (body.charCodeAt(at) === OPEN) {
    const close = body.indexOf(']', at + 1);
    if (close < 0 || close - at > 64) return body.slice(position);
    envelope.pid = body.slice(at + 1, close);
    at = close + 1;
    // `name[pid] text` without a colon is not a tag unless the brackets hold a number.
    if (body.charCodeAt(at) !== COLON && !/^\d+$/.test(envelope.pid)) {
      envelope.pid = undefined;
      return body.slice(position);
    }
  }
  envelope.app = body.slice(position, end);
  if (body.charCodeAt(at) === COLON) at += 1;
  if (body.charCodeAt(at) === SPACE) at += 1;
  return body.slice(at);
}

/** RFC 5424 section 6: `VERSION SP TIMESTAMP SP HOSTNAME SP APP-NAME SP PROCID SP MSGID SP STRUCTURED-DATA [SP MSG]`. */
function split5424(raw: string, body: string, priority: number, context: DecodeContext): Line | undefined {
  let at = 2;
  const words: string[] = [];
  for (let i = 0; i < 5; i++) {
    const space = body.indexOf(' ', at);
    if (space < 0) return undefined;
    words.push(body.slice(at, space));
    at = space + 1;
  }
  const stamp = words[0] as string;
  const time = stamp === '-' ? Number.NaN : isoTime(stamp, 0, context.zone);
  if (stamp !== '-' && Number.isNaN(time)) return undefined;
  const envelope: Envelope = {
    priority,
    time,
    host: word(words[1]),
    app: word(words[2]),
    pid: word(words[3]),
    msgid: word(words[4]),
    structuredData: undefined,
    version: '1',
  };
  const code = body.charCodeAt(at);
  if (code === 45 && !(body.charCodeAt(at + 1) > SPACE)) {
    at += 2;
  } else {
    const end = code === OPEN ? structuredData(body, at, envelope) : -1;
    if (end >= 0) at = body.charCodeAt(end) === SPACE ? end + 1 : end;
    // Senders leave structured data out, or cut it off. With a time in its place the header before it is sure enough.
    else if (Number.isNaN(time)) return undefined;
  }
  if (body.charCodeAt(at) === 0xfeff) at += 1;
  return { raw, body, text: body.slice(at), envelope };
}

function word(value: string | undefined): string | undefined {
  return value === '-' || value === '' ? undefined : value;
}

/** RFC 5424 section 6.3: `[id name="value" …]…`; answers the position behind it, or -1. */
function structuredData(body: string, start: number, envelope: Envelope): number {
  const elements = newMap<Record<string, string>>();
  let at = start;
  while (body.charCodeAt(at) === OPEN) {
    at += 1;
    const idEnd = endOfName(body, at);
    if (idEnd === at) return -1;
    const element = newMap<string>();
    elements[body.slice(at, idEnd)] = element;
    at = idEnd;
    for (;;) {
      while (body.charCodeAt(at) === SPACE) at += 1;
      const code = body.charCodeAt(at);
      if (code === CLOSE) {
        at += 1;
        break;
      }
      const nameEnd = endOfName(body, at);
      if (nameEnd === at || body.charCodeAt(nameEnd) !== 61 || body.charCodeAt(nameEnd + 1) !== 34) return -1;
      const valueEnd = endOfQuoted(body, nameEnd + 2);
      if (valueEnd < 0) return -1;
      const value = body.slice(nameEnd + 2, valueEnd);
      element[body.slice(at, nameEnd)] = value.indexOf('\\') < 0 ? value : value.replace(/\\(["\\\]])/g, '$1');
      at = valueEnd + 1;
    }
  }
  envelope.structuredData = elements;
  return at;
}

function endOfName(body: string, start: number): number {
  let at = start;
  for (; at < body.length; at++) {
    const code = body.charCodeAt(at);
    if (code <= SPACE || code === 61 || code === CLOSE || code === 34) break;
  }
  return at;
}

function endOfQuoted(body: string, start: number): number {
  for (let at = start; at < body.length; at++) {
    const code = body.charCodeAt(at);
    if (code === 92) at += 1;
    else if (code === 34) return at;
  }
  return -1;
}
