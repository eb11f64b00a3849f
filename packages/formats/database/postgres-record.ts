import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { canonicalIp, portOf, splitAddress } from '../event/address.ts';
import { setEcs } from '../event/mapping.ts';
import { newMap, newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { splitDelimited } from '../grammar/delimited.ts';
import { has, type JsonObject, type JsonValue } from '../json/value.ts';
import { isoTime, parsed } from '../time/parse.ts';
import { zoneOfAbbreviation } from '../time/zone.ts';
import { readMessage } from './postgres-message.ts';

/** Columns of `log_destination = csvlog`, under the names that jsonlog gives them. */
const COLUMNS = [
  'timestamp', 'user', 'dbname', 'pid', 'remote_host', 'session_id', 'line_num', 'ps', 'session_start', 'vxid', 'txid',
  'error_severity', 'state_code', 'message', 'detail', 'hint', 'internal_query', 'internal_position', 'context',
  'statement', 'cursor_position', 'func_name', 'application_name', 'backend_type', 'leader_pid', 'query_id',
]; // biome-ignore format: one table
const CSV = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})? [A-Z0-9+:-]{1,6},/;
const PLACED = new Set([
  'timestamp',
  'user',
  'pid',
  'remote_host',
  'remote_port',
  'message',
  'error_severity',
  'state_code',
]);

/** Whether a line is of a csvlog: 23 to 26 columns behind a time with its zone. */
export function isCsvLog(text: string): boolean {
  return CSV.test(text);
}

/** A row of csvlog. */
export function csvLogBody(text: string, host: string | undefined, context: DecodeContext): DecodedBody | undefined {
  const values = splitDelimited(text, ',', 32);
  if (values.length < 20) return undefined;
  const record = newMap<JsonValue>() as JsonObject;
  values.forEach((value, index) => {
    const name = COLUMNS[index];
    if (name !== undefined && value !== '') record[name] = value;
  });
  const address = record['remote_host'];
  if (typeof address === 'string' && canonicalIp(address) === undefined) {
    const { host: peer, port } = splitAddress(address);
    record['remote_host'] = peer;
    if (port !== undefined) record['remote_port'] = port;
  }
  const body = recordBody(record, context);
  if (host !== undefined) body.event.host = { name: host };
  return body;
}

/** PostgreSQL's jsonlog (version 15 and later). */
export const postgresJson: ObjectDecoder = {
  name: 'postgresql-json',
  confidence: 0.97,
  sniff: (value) => has(value, 'error_severity') && has(value, 'timestamp') && has(value, 'pid'),
  decode: (value, context) => recordBody(value, context),
};

function recordBody(record: JsonObject, context: DecodeContext): DecodedBody {
  const event = newEvent(stampOf(record['timestamp'], context), context, 'postgresql.log');
  const native = newNative();
  const message = typeof record['message'] === 'string' ? record['message'] : '';
  event.message = message;
  event.event.category = ['database'];
  event.event.type = ['info'];
  event.service = { name: 'postgresql', type: 'postgresql' };
  const level = record['error_severity'];
  if (typeof level === 'string') {
    event.log = { level: level.toLowerCase() };
    native['level'] = level;
  }
  setEcs(event, 'process.name', 'postgres');
  setEcs(event, 'process.pid', record['pid']);
  setEcs(event, 'user.name', record['user']);
  setEcs(event, 'transaction.id', record['session_id']);
  const state = record['state_code'];
  if (typeof state === 'string' && state !== '00000') setEcs(event, 'error.code', state);
  const host = record['remote_host'];
  if (typeof host === 'string' && host !== '[local]') {
    const ip = canonicalIp(host);
    const port = portOf(record['remote_port']);
    event.source = {
      ...(ip === undefined ? { address: host, domain: host } : { ip }),
      ...(port === undefined ? {} : { port }),
    };
    if (ip !== undefined) native['src_ip'] = ip;
  }
  if (record['dbname'] !== undefined) native['database'] = record['dbname'];
  if (level === 'ERROR' || level === 'FATAL' || level === 'PANIC') event.event.outcome = 'failure';
  for (const name in record) {
    const value = record[name];
    if (value === null || value === '') continue;
    native[name] ??= value;
    if (!PLACED.has(name)) keepUnmapped(event, name, value, context.limits);
  }
  readMessage(message, event, native);
  return { event, native, logsource: { category: 'database', product: 'postgresql' } };
}

/** `2024-03-01 10:20:30.123 KST`: the zone is the server's `log_timezone`. */
function stampOf(value: unknown, context: DecodeContext): number {
  if (typeof value !== 'string') return Number.NaN;
  const time = isoTime(value, 0, context.zone);
  const zone = Number.isNaN(time) ? undefined : zoneOfAbbreviation(value.slice(parsed.end).trim());
  return zone === undefined ? time : isoTime(value, 0, zone);
}
