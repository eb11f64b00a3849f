import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { dnsBody } from './dns-body.ts';

/** With `log-queries=extra` a serial number and the client's address and port come first. */
const EXTRA = /^\d{1,10} ([0-9a-fA-F.:]{2,45})\/(\d{1,5}) /;
const QUERY = /^query\[([A-Za-z0-9=]{1,16})\] (\S{1,255}) from ([0-9a-fA-F.:]{2,45})/;
/** `reply`, `cached`, `config`, the name of a hosts file, what Pi-hole blocks: all say what a name is. */
const ANSWER =
  /^(reply|cached(?:-stale)?|config|DHCP|\/\S{1,255}|(?:gravity|exactly|regex) (?:blocked|denied|blacklisted)) (\S{1,255}) is (\S{1,255})/;
const FORWARDED = /^forwarded (\S{1,255}) to ([0-9a-fA-F.:]{2,45})/;
/** The codes of RFC 1035 and 2136 that it writes by name; NODATA is a NOERROR without an answer. */
const CODES: Readonly<Record<string, string>> = {
  NXDOMAIN: 'NXDOMAIN',
  NODATA: 'NOERROR',
  'NODATA-IPv4': 'NOERROR',
  'NODATA-IPv6': 'NOERROR',
  SERVFAIL: 'SERVFAIL',
  REFUSED: 'REFUSED',
  NOTIMP: 'NOTIMP',
};

/** dnsmasq's `log-queries`, and Pi-hole's, which is a dnsmasq: queries, where they were sent on, and what was answered. */
export const dnsmasq: LineDecoder = {
  name: 'dnsmasq',
  confidence: 0.95,
  sniff: (line) =>
    line.envelope?.app === 'dnsmasq' &&
    (line.text.includes('query[') || line.text.includes(' is ') || line.text.includes('forwarded ')),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const extra = EXTRA.exec(line.text);
    const text = extra === null ? line.text : line.text.slice(extra[0].length);
    const asker = extra === null ? {} : { client: extra[1], port: extra[2] };
    const time = line.envelope?.time ?? Number.NaN;
    const query = QUERY.exec(text);
    if (query !== null) {
      const [, type, name, client] = query as unknown as [string, string, string, string];
      return dnsBody({ ...asker, client, name, type }, time, line, context, 'dnsmasq.query');
    }
    const forwarded = FORWARDED.exec(text);
    if (forwarded !== null) {
      const [, name, server] = forwarded as unknown as [string, string, string];
      return dnsBody({ ...asker, name, server }, time, line, context, 'dnsmasq.forwarded');
    }
    const answered = ANSWER.exec(text);
    if (answered === null) return undefined;
    const [, by, name, answer] = answered as unknown as [string, string, string, string];
    const code = Object.hasOwn(CODES, answer) ? CODES[answer] : 'NOERROR';
    const body = dnsBody({ ...asker, name, code, answer }, time, line, context, 'dnsmasq.reply');
    body.event.event.action = 'dns-answer';
    if (by.includes(' ')) {
      body.event.event.action = 'dns-blocked';
      body.event.event.type = ['protocol', 'denied'];
      body.event.rule = { name: by };
    }
    return body;
  },
};
