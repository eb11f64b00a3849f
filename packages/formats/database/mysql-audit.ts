import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { setEcs } from '../event/mapping.ts';
import { flatten, newMap, newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { has, isObject, type JsonObject, type JsonValue, objectAt, textAt } from '../json/value.ts';
import { isoTime } from '../time/parse.ts';
import { UTC } from '../time/zone.ts';

/** What the audit plugins of MySQL Enterprise, Percona and McAfee say of one event, whatever the file's format. */
interface AuditRecord {
  readonly action: string | undefined;
  readonly user: string | undefined;
  readonly host: string | undefined;
  readonly ip: string | undefined;
  readonly database: string | undefined;
  readonly statement: string | undefined;
  readonly command: string | undefined;
  readonly status: string | undefined;
  readonly connection: string | undefined;
}

const CHANGES = /^(?:create|alter|drop|rename|truncate|insert|update|delete|replace|load|grant|revoke|set_password)/;
const ACCOUNTS = /^(?:(?:create|alter|drop|rename)_(?:user|role)|grant|revoke|set_password)/;

/** JSON files of `audit_log_format=JSON`: MySQL Enterprise's objects by class, and Percona's `audit_record`. */
export const mysqlAudit: ObjectDecoder = {
  name: 'mysql-audit',
  confidence: 0.96,
  sniff: (value) =>
    isObject(value['audit_record']) ||
    (has(value, 'class') && has(value, 'event') && has(value, 'timestamp') && (has(value, 'connection_id') || has(value, 'startup_data') || has(value, 'shutdown_data'))),
  decode: (value: JsonObject, context: DecodeContext): DecodedBody | undefined => {
    const inner = objectAt(value, 'audit_record');
    if (inner !== undefined) return flatAuditBody(inner, context);
    return auditBody(value, enterprise(value), context);
  },
}; // biome-ignore format: one table

function enterprise(value: JsonObject): AuditRecord {
  const account = objectAt(value, 'account');
  const login = objectAt(value, 'login');
  const general = objectAt(value, 'general_data');
  const connection = objectAt(value, 'connection_data');
  const table = objectAt(value, 'table_access_data');
  const of = textOf;
  return {
    action: of(value, 'class') === 'connection' ? of(value, 'event') : (of(general, 'command') ?? of(value, 'event')),
    user: of(account, 'user') ?? of(login, 'user'),
    host: of(account, 'host'),
    ip: of(login, 'ip'),
    database: of(connection, 'db') ?? of(table, 'db'),
    statement: of(general, 'query') ?? of(table, 'query'),
    command: of(general, 'sql_command') ?? of(table, 'sql_command'),
    status: of(connection, 'status') ?? of(general, 'status'),
    connection: of(value, 'connection_id'),
  };
}

/** A record whose fields are flat: Percona's JSON, and the XML of either product with its names in lower case. */
export function flatAuditBody(value: JsonObject, context: DecodeContext): DecodedBody | undefined {
  const of = (name: string): string | undefined => textOf(value, name);
  const action = of('name');
  if (action === undefined) return undefined;
  // `root[root] @ localhost [127.0.0.1]` is user, privileged user, host and address.
  const user = of('user');
  const bracket = user?.indexOf('[') ?? -1;
  return auditBody(
    value,
    {
      action,
      user: bracket > 0 ? user?.slice(0, bracket).trim() : user,
      host: of('host'),
      ip: of('ip'),
      database: of('db'),
      statement: of('sqltext'),
      command: of('command_class') ?? of('sql_command'),
      status: of('status') ?? of('status_code'),
      connection: of('connection_id'),
    },
    context,
  );
}

function auditBody(value: JsonObject, record: AuditRecord, context: DecodeContext): DecodedBody {
  const stamp = textAt(value, 'timestamp') ?? '';
  // The plugins write UTC, named or not.
  const event = newEvent(isoTime(stamp, 0, UTC), context, 'mysql.audit');
  const native = newNative();
  flatten(native, value, '', context.limits.nativeFields);
  const action = record.action?.toLowerCase();
  event.event.category = ['database'];
  event.event.type = [record.command !== undefined && CHANGES.test(record.command) ? 'change' : 'access'];
  if (record.command !== undefined && ACCOUNTS.test(record.command)) event.event.category = ['database', 'iam'];
  event.service = { name: 'mysql', type: 'mysql' };
  if (action !== undefined) event.event.action = action === 'connect' ? 'login' : action;
  if (action === 'connect' || action === 'disconnect' || action === 'quit' || action === 'change user') {
    event.event.category = ['database', 'authentication'];
    event.event.type = [action === 'connect' || action === 'change user' ? 'start' : 'end'];
  } else if (action === 'audit' || action === 'noaudit' || action === 'startup' || action === 'shutdown')
    event.event.type = ['info'];
  if (record.status !== undefined) event.event.outcome = record.status === '0' ? 'success' : 'failure';
  if (record.status !== undefined && record.status !== '0') setEcs(event, 'error.code', record.status);
  setEcs(event, 'user.name', record.user);
  const ip = record.ip === undefined ? undefined : canonicalIp(record.ip);
  if (ip !== undefined) event.source = { ip };
  if (record.host !== undefined) event.source = { ...event.source, address: ip ?? record.host, domain: record.host };
  setEcs(event, 'transaction.id', record.connection);
  event.message = record.statement ?? `${record.action ?? 'audit'} ${record.user ?? ''}`.trim();
  native['user'] = record.user ?? '';
  if (record.statement !== undefined) native['statement'] = record.statement;
  if (record.database !== undefined) native['database'] = record.database;
  if (record.action !== undefined) native['operation'] = record.action;
  if (ip !== undefined) native['src_ip'] = ip;
  native['message'] = event.message;
  for (const name in value)
    if (name !== 'timestamp' && value[name] !== null && value[name] !== '')
      keepUnmapped(event, name, value[name], context.limits);
  return { event, native, logsource: { category: 'database', product: 'mysql' } };
}

function textOf(value: JsonObject | undefined, name: string): string | undefined {
  const found: unknown = value?.[name];
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found !== '' ? found : undefined;
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&lt;', '<'],
  ['&gt;', '>'],
  ['&amp;', '&'],
  ['&quot;', '"'],
  ['&apos;', "'"],
  ['&#10;', '\n'],
  ['&#13;', '\r'],
  ['&#9;', '\t'],
]);

function entities(text: string): string {
  return text.replace(/&(?:lt|gt|amp|quot|apos|#10|#13|#9);/g, (name) => ENTITIES.get(name) as string);
}

/** The fields of one `<AUDIT_RECORD>`, as elements inside or as attributes, under their names in lower case. */
export function readAuditRecord(xml: string): JsonObject | undefined {
  if (!xml.startsWith('<AUDIT_RECORD')) return undefined;
  const fields = newMap<JsonValue>() as JsonObject;
  const pairs = /^<AUDIT_RECORD\s*>/.test(xml)
    ? xml.matchAll(/<([A-Z][A-Z_]{0,31})>([^<]*)<\//g)
    : xml.matchAll(/\s([A-Z][A-Z_]{0,31})="([^"]*)"/g);
  let count = 0;
  for (const [, name, value] of pairs) {
    if (++count > 64) break;
    fields[(name as string).toLowerCase()] = entities(value as string);
  }
  return fields;
}
