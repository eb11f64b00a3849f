import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { splitDelimited } from '../grammar/delimited.ts';
import { isoTime, parsed } from '../time/parse.ts';
import { zoneOfAbbreviation } from '../time/zone.ts';

const LEVEL = /(?:^|\s|:)(DEBUG[1-5]?|INFO|NOTICE|WARNING|ERROR|LOG|FATAL|PANIC|DETAIL|HINT|STATEMENT|CONTEXT): {2}/;
const AUDIT = /^AUDIT: (SESSION|OBJECT),/;
const PGAUDIT = [
  'audit_type',
  'statement_id',
  'substatement_id',
  'class',
  'command',
  'object_type',
  'object_name',
  'statement',
  'parameter',
];

/** PostgreSQL's server log (any `log_line_prefix` with `%m` or `%t` first), pgAudit's lines among it. */
export const postgres: LineDecoder = {
  name: 'postgresql',
  confidence: 0.92,
  sniff: (line) => {
    if (line.envelope?.app?.startsWith('postgres') === true) return true;
    const code = line.text.charCodeAt(0);
    return code >= 48 && code <= 57 && line.text.charCodeAt(4) === 45 && LEVEL.test(line.text.slice(19, 256));
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const text = line.text;
    const level = LEVEL.exec(text.slice(0, 320));
    if (level === null) return undefined;
    const head = text.slice(0, level.index);
    const message = text.slice(level.index + level[0].length);
    let time = isoTime(head, 0, context.zone);
    const zone = Number.isNaN(time)
      ? undefined
      : zoneOfAbbreviation(/^ ([A-Z]{3,5})\b/.exec(head.slice(parsed.end))?.[1] ?? '');
    if (zone !== undefined) time = isoTime(head, 0, zone);
    if (Number.isNaN(time)) time = line.envelope?.time ?? Number.NaN;
    const event = newEvent(time, context, 'postgresql.log');
    const native = newNative();
    event.message = message;
    event.event.category = ['database'];
    event.event.type = ['info'];
    event.log = { level: (level[1] as string).toLowerCase() };
    event.service = { name: 'postgresql', type: 'postgresql' };
    if (line.envelope?.host !== undefined) event.host = { name: line.envelope.host };
    native['message'] = message;
    native['level'] = level[1];
    readPrefix(head, event, native);
    readMessage(message, event, native);
    return { event, native, logsource: { category: 'database', product: 'postgresql' } };
  },
};

/** `[pid]`, `user@database`, `client=…`, as most prefixes have them. */
function readPrefix(head: string, event: DecodedBody['event'], native: DecodedBody['native']): void {
  const pid = /\[(\d{1,8})(?:-\d+)?\]/.exec(head)?.[1];
  if (pid !== undefined) event.process = { name: 'postgres', pid: Number(pid) };
  const at = /(?:^|\s|=)([\w.-]{1,64})@([\w.-]{1,64})/.exec(head);
  const user = at?.[1] ?? /(?:user|u)=([^,\s]{1,64})/.exec(head)?.[1];
  const database = at?.[2] ?? /(?:db|database|d)=([^,\s]{1,64})/.exec(head)?.[1];
  const client = /(?:client|host|h)=([0-9a-fA-F.:]{2,45})/.exec(head)?.[1];
  if (user !== undefined && user !== '[unknown]') {
    event.user = { name: user };
    native['user'] = user;
  }
  if (database !== undefined) native['database'] = database;
  const ip = client === undefined ? undefined : canonicalIp(client);
  if (ip !== undefined) {
    event.source = { ip };
    native['src_ip'] = ip;
  }
}

function readMessage(message: string, event: DecodedBody['event'], native: DecodedBody['native']): void {
  const audit = AUDIT.exec(message);
  if (audit !== null) {
    splitDelimited(message.slice(7), ',', 16).forEach((value, index) => {
      const name = PGAUDIT[index];
      if (name !== undefined && value !== '') native[name] = value;
    });
    event.event.action = String(native['command'] ?? 'audit').toLowerCase();
    event.event.type = [native['class'] === 'READ' ? 'access' : 'change'];
    return;
  }
  const statement = /^(?:duration: [\d.]{1,20} ms +)?(?:statement|execute [^:]{1,64}|parse [^:]{1,64}): (.*)$/s.exec(
    message,
  );
  if (statement !== null) {
    native['statement'] = statement[1];
    event.event.action = 'statement';
    return;
  }
  const failed =
    /^(?:password|Peer|Ident|GSSAPI|LDAP|SCRAM|[\w"]{1,32}) authentication failed for user "([^"]{1,64})"/.exec(
      message,
    );
  const allowed = /^connection authorized: user=([^\s]{1,64})(?: database=([^\s]{1,64}))?/.exec(message);
  const user = failed?.[1] ?? allowed?.[1];
  if (user === undefined) {
    const received = /^connection received: host=([0-9a-fA-F.:]{2,45})/.exec(message)?.[1];
    const ip = received === undefined ? undefined : canonicalIp(received);
    if (ip !== undefined) event.source = { ip };
    return;
  }
  event.user = { name: user };
  native['user'] = user;
  event.event.category = ['database', 'authentication'];
  event.event.type = ['start'];
  event.event.action = 'login';
  event.event.outcome = failed === null ? 'success' : 'failure';
}
