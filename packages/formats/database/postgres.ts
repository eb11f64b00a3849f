import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { isoTime, parsed } from '../time/parse.ts';
import { zoneOfAbbreviation } from '../time/zone.ts';
import { readMessage } from './postgres-message.ts';
import { csvLogBody, isCsvLog } from './postgres-record.ts';

const LEVEL = /(?:^|\s|:)(DEBUG[1-5]?|INFO|NOTICE|WARNING|ERROR|LOG|FATAL|PANIC|DETAIL|HINT|STATEMENT|CONTEXT): {2}/;
/** PostgreSQL's server log (any `log_line_prefix` with `%m` or `%t` first), pgAudit's lines among it. */
export const postgres: LineDecoder = {
  name: 'postgresql',
  confidence: 0.92,
  sniff: (line) => {
    if (line.envelope?.app?.startsWith('postgres') === true) return true;
    const code = line.text.charCodeAt(0);
    return (
      code >= 48 &&
      code <= 57 &&
      line.text.charCodeAt(4) === 45 &&
      (LEVEL.test(line.text.slice(19, 256)) || isCsvLog(line.text))
    );
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const text = line.text;
    if (isCsvLog(text)) return csvLogBody(text, line.envelope?.host, context);
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
  const at = /(?:^|[\s=:])([\w.-]{1,64})@([\w.-]{1,64})/.exec(head);
  const user = at?.[1] ?? /(?:user|u)=([^,\s]{1,64})/.exec(head)?.[1];
  const database = at?.[2] ?? /(?:db|database|d)=([^,\s]{1,64})/.exec(head)?.[1];
  const client = /(?:client|host|h)=([0-9a-fA-F.:]{2,45})/.exec(head)?.[1];
  if (user !== undefined && user !== '[unknown]') {
    event.user = { name: user };
    native['user'] = user;
  }
  if (database !== undefined) native['database'] = database;
  const ip = canonicalIp(client ?? /(?:^|[\s:])([0-9a-fA-F.:]{3,45})\(\d{1,5}\)/.exec(head)?.[1] ?? '');
  if (ip !== undefined) {
    event.source = { ip };
    native['src_ip'] = ip;
  }
}
