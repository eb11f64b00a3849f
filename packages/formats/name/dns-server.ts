import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { clockTime, digitsAt, isoTime, localTime, monthAt } from '../time/parse.ts';
import { dnsBody } from './dns-body.ts';

const BIND =
  /client (?:@0x[0-9a-f]{4,16} )?([0-9a-fA-F.:]{2,45})#(\d{1,5})(?: \([^)]{0,255}\))?: (?:view [^:]{1,64}: )?query: (\S{1,255}) (\S{1,16}) (\S{1,16}) ([+-]\S{0,16})(?: \(([0-9a-fA-F.:]{2,45})\))?/;
const DENIED =
  /client (?:@0x[0-9a-f]{4,16} )?([0-9a-fA-F.:]{2,45})#(\d{1,5})(?: \([^)]{0,255}\))?: (?:view [^:]{1,64}: )?(?:query \(cache\)|zone transfer|update|bad zone transfer request:?) '([^']{1,255})'(.{0,64})/;

/** `27-Feb-2026 10:00:00.123` at the start of named's own files. */
function bindTime(text: string, context: DecodeContext): number {
  const day = digitsAt(text, 0, 2);
  const month = monthAt(text, 3);
  const year = digitsAt(text, 7, 4);
  return day < 0 || month < 0 || year < 0 ? Number.NaN : clockTime(text, 12, year, month, day, context.zone);
}

/** ISC BIND's query and security logs, in files and through syslog. */
export const bind: LineDecoder = {
  name: 'bind',
  confidence: 0.97,
  sniff: (line) => line.text.includes('client ') && (line.text.includes('#') || line.text.includes('query: ')),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const fileTime = bindTime(line.text, context);
    const time = Number.isNaN(fileTime) ? (line.envelope?.time ?? Number.NaN) : fileTime;
    const match = BIND.exec(line.text);
    if (match !== null) {
      const [, client, port, name, cls, type, flags, server] = match as unknown as [
        string,
        string,
        string,
        string,
        string,
        string,
        string,
        string | undefined,
      ];
      const body = dnsBody(
        { client, port, name, class: cls, type, server, transport: flags.includes('T') ? 'tcp' : 'udp' },
        time,
        line,
        context,
        'bind.query',
      );
      body.native['flags'] = flags;
      return body;
    }
    const denied = DENIED.exec(line.text);
    if (denied === null) return otherBody(line, time, context);
    const [name, type, cls] = (denied[3] as string).split('/');
    const body = dnsBody(
      { client: denied[1], port: denied[2], name: name ?? '', type, class: cls },
      time,
      line,
      context,
      'bind.security',
    );
    body.event.event.type = ['denied'];
    body.event.event.outcome = 'failure';
    return body;
  },
};

const CLIENT =
  /client (?:@0x[0-9a-f]{1,16} )?([0-9a-fA-F.:]{2,45})#(\d{1,5})(?:\/key [^\s:]{1,255})?(?: \(([^)]{0,255})\))?: (?:view [^:\s]{1,64}: )?(.*)$/;
const RPZ = /^(?:disabled )?rpz (\S{1,16}) (\S{1,16}) rewrite (\S{1,255}) via (\S{1,255})/;
const FAILED = /^query failed \(([A-Z]{2,16})\) for (\S{1,255})/;
const TRANSFER = /^(?:transfer of|updating zone|update) '([^']{1,255})'(?: denied|:)? ?(.*)$/;

/** What BIND's other categories say of a client: response policies, failures, transfers and updates. */
function otherBody(line: Line, time: number, context: DecodeContext): DecodedBody | undefined {
  const match = CLIENT.exec(line.text);
  if (match === null) return undefined;
  const [, client, port, asked, said] = match as unknown as [string, string, string, string | undefined, string];
  const policy = RPZ.exec(said);
  const failed = policy === null ? FAILED.exec(said) : null;
  const transfer = policy === null && failed === null ? TRANSFER.exec(said) : null;
  const subject = policy?.[3] ?? failed?.[2] ?? transfer?.[1];
  if (subject === undefined) return undefined;
  // `name/type/class` for policies, `name/class/type` for failures, `zone/class` for the others.
  const [name, second, third] = subject.split('/');
  const type = policy !== null ? second : failed !== null ? third : undefined;
  const kind = policy !== null ? 'rpz' : failed !== null ? 'query_error' : 'zone';
  const query = {
    client,
    port,
    name: name ?? asked ?? '',
    type,
    class: policy !== null ? third : second,
    code: failed?.[1],
  };
  const body = dnsBody(query, time, line, context, `bind.${kind}`);
  const { event, native } = body;
  if (policy !== null) {
    event.event.action = 'rpz-rewrite';
    event.event.type = ['protocol', 'denied'];
    event.rule = { name: policy[4] as string };
    native['policy'] = policy[2];
  } else if (failed !== null) event.event.outcome = 'failure';
  else {
    event.event.action = said.startsWith('transfer') ? 'zone-transfer' : 'zone-update';
    event.event.reason = transfer?.[2] ?? '';
  }
  return body;
}

const UNBOUND =
  /^(?:\[\d{10}\] )?(?:unbound\[\d+:\d+\] )?(?:info|reply): ([0-9a-fA-F.:]{2,45})(?:@\d{1,5})? (\S{1,255}\.) ([A-Z0-9]{1,12}) ([A-Z]{2,6})(?: ([A-Z]{4,12}) ([\d.]{1,16}) ([01]) (\d{1,6}))?/;

const UNBOUND_RPZ =
  /rpz: applied (?:\[([^\]]{1,64})\] )?\S{1,255} (rpz-[a-z-]{2,32}) ([0-9a-fA-F.:]{2,45})@\d{1,5} (\S{1,255}) ([A-Z0-9]{1,12}) ([A-Z]{2,6})/;

/** Unbound's `log-queries` and `log-replies`. */
export const unbound: LineDecoder = {
  name: 'unbound',
  confidence: 0.96,
  sniff: (line) => line.envelope?.app === 'unbound' || line.text.includes('unbound['),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const text = line.text.replace(/^\[\d{1,8}:\d{1,4}\] /, '');
    const policy = UNBOUND_RPZ.exec(text);
    if (policy !== null) {
      const [, list, action, client, name, type, cls] = policy as unknown as string[];
      const query = { client, name: name as string, type, class: cls };
      const body = dnsBody(query, line.envelope?.time ?? Number.NaN, line, context, 'unbound.rpz');
      body.event.event.action = 'rpz-rewrite';
      body.event.event.type = ['protocol', 'denied'];
      if (list !== undefined) body.event.rule = { name: list };
      body.native['policy'] = action;
      return body;
    }
    const match = UNBOUND.exec(text);
    if (match === null) return undefined;
    const epoch = /^\[(\d{10})\]/.exec(text)?.[1];
    const [, client, name, type, cls, code] = match as unknown as [
      string,
      string,
      string,
      string,
      string,
      string | undefined,
    ];
    return dnsBody(
      { client, name, type, class: cls, code },
      epoch === undefined ? (line.envelope?.time ?? Number.NaN) : Number(epoch) * 1000,
      line,
      context,
      'unbound.query',
    );
  },
};

const WINDOWS =
  /^(\S{8,10} (?:(?:오전|오후|午前|午後) )?\d{1,2}:\d\d:\d\d(?: [AP]M)?|\d{8} \d\d:\d\d:\d\d) ([0-9A-F]{3,5}) PACKET {1,2}[0-9A-Fa-f]{8,16} (UDP|TCP) (Rcv|Snd) ([0-9a-fA-F.:]{2,45})\s{1,32}([0-9a-f]{4}) (R| ) ([QNU?]) \[([0-9a-f]{4}) (?:[A-Z ]{0,10} )?([A-Z]{4,12})\] ([A-Z0-9]{1,8}) {1,8}(\S{1,300})/;

/** Microsoft DNS Server's debug log: one packet a line, names as `(3)www(7)example(3)com(0)`. */
export const windowsDns: LineDecoder = {
  name: 'windows-dns',
  confidence: 0.98,
  sniff: (line) => line.text.includes(' PACKET ') && line.text.includes('('),
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const match = WINDOWS.exec(line.text);
    if (match === null) return undefined;
    const [, stamp, , transport, direction, peer, , response, , , code, type, labels] = match as unknown as string[];
    const name = (labels as string).replace(/^\(\d+\)|\(0\)$/g, '').replace(/\(\d+\)/g, '.');
    const answer = response === 'R';
    const body = dnsBody(
      { client: peer, name, type, transport, ...(answer ? { code } : {}) },
      usTime(stamp as string, context),
      line,
      context,
      'windows.dns_server',
    );
    body.native['direction'] = direction;
    return { ...body, logsource: { category: 'dns', product: 'windows', service: 'dns-server-debug' } };
  },
};

/** The server's locale decides the date's form: `1/27/2026 9:05:01 AM`, `2026/01/27 …`, `2026-01-27 …`, `20260127 …`. */
function usTime(text: string, context: DecodeContext): number {
  const half = /^(\S{8,10}) (오전|오후|午前|午後) (\d{1,2})(:\d\d:\d\d)$/.exec(text);
  if (half !== null) {
    const [, date, name, hour, rest] = half as unknown as [string, string, string, string, string];
    const clock = (Number(hour) % 12) + (name === '오후' || name === '午後' ? 12 : 0);
    return usTime(`${date} ${String(clock).padStart(2, '0')}${rest}`, context);
  }
  const iso = isoTime(text, 0, context.zone);
  if (!Number.isNaN(iso)) return iso;
  const compact = /^(\d{4})(\d\d)(\d\d) (\d\d):(\d\d):(\d\d)$/.exec(text);
  if (compact !== null) {
    const [year, month, day, hour, minute, second] = compact.slice(1).map(Number) as [
      number,
      number,
      number,
      number,
      number,
      number,
    ];
    return localTime(year, month - 1, day, hour, minute, second, 0, context.zone);
  }
  const match = /^(\d{1,2})[/.](\d{1,2})[/.](\d{4}) (\d{1,2}):(\d\d):(\d\d)(?: ([AP])M)?$/.exec(text);
  if (match === null) return Number.NaN;
  const [a, b, year, hour, minute, second] = match.slice(1, 7).map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  const dayFirst = text.includes('.') || a > 12;
  const clock = match[7] === undefined ? hour : (hour % 12) + (match[7] === 'P' ? 12 : 0);
  return localTime(year, (dayFirst ? b : a) - 1, dayFirst ? a : b, clock, minute, second, 0, context.zone);
}
