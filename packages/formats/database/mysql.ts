import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { nameFields, splitDelimited } from '../grammar/delimited.ts';
import { digitsAt, isoTime, localTime, parsed } from '../time/parse.ts';
import { flatAuditBody, readAuditRecord } from './mysql-audit.ts';
import { slowBody } from './mysql-slow.ts';
import { shortTime } from './mysql-time.ts';

const ERROR = /^ (\d{1,10}) \[(Note|Warning|ERROR|System|Error|Info)\] (?:\[(MY-\d{6})\] )?(?:\[(\w{1,32})\] )?/;
const DENIED = /Access denied for user '([^']{0,64})'@'([^']{0,255})'/;
const GENERAL =
  /^\t? *(\d{1,10}) (Connect|Query|Quit|Init DB|Prepare|Execute|Close stmt|Change user|Field List|Statistics|Refresh|Shutdown|Reset stmt|Binlog Dump)\t?(.*)$/s;
/** MariaDB's server_audit plugin and Percona's in CSV: `time,host,user,client,connection,query,operation,database,object,code`. */
const AUDIT = [
  'time',
  'serverhost',
  'user',
  'client',
  'connection_id',
  'query_id',
  'operation',
  'database',
  'object',
  'retcode',
];
const OPERATIONS =
  /^(?:CONNECT|DISCONNECT|FAILED_CONNECT|QUERY|READ|WRITE|CREATE|ALTER|RENAME|DROP|TABLE|QUERY_DDL|QUERY_DML|QUERY_DCL|CHANGEUSER)$/;

/** MySQL and MariaDB: error log, general query log, and the server_audit plugin's file. */
export const mysql: LineDecoder = {
  name: 'mysql',
  confidence: 0.92,
  sniff: (line) => {
    const app = line.envelope?.app;
    if (app !== undefined) return app.startsWith('mysql') || app.startsWith('mariadb');
    const text = line.text;
    return (
      (text.charCodeAt(10) === 84 &&
        (ERROR.test(text.slice(19, 96).replace(/^[.\dZ+:-]{0,16}/, '')) || /\t *\d+ [A-Z]/.test(text.slice(19, 64)))) ||
      /^(?:\d{8} \d\d:\d\d:\d\d,|\d{6} {1,2}\d{1,2}:\d\d:\d\d[\t ]|\t\t? *\d{1,10} [A-Z][a-z])/.test(text)
    );
  },
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined =>
    joinedBody(line.text, context) ?? auditBody(line, context) ?? serverBody(line, context),
};

/** What is written over several lines: the slow query log and the audit log in XML. */
function joinedBody(text: string, context: DecodeContext): DecodedBody | undefined {
  const code = text.charCodeAt(0);
  if (code === 35) return slowBody(text, context);
  const fields = code === 60 ? readAuditRecord(text) : undefined;
  return fields === undefined ? undefined : flatAuditBody(fields, context);
}

function start(time: number, context: DecodeContext, line: Line, dataset: string): DecodedBody {
  const event = newEvent(time, context, dataset);
  event.event.category = ['database'];
  event.event.type = ['info'];
  event.service = { name: 'mysql', type: 'mysql' };
  if (line.envelope?.host !== undefined) event.host = { name: line.envelope.host };
  return { event, native: newNative(), logsource: { category: 'database', product: 'mysql' } };
}

function serverBody(line: Line, context: DecodeContext): DecodedBody | undefined {
  const stamped = isoTime(line.text, 0, context.zone);
  const short = Number.isNaN(stamped) ? shortTime(line.text, context) : Number.NaN;
  const rest = !Number.isNaN(stamped)
    ? line.text.slice(parsed.end)
    : Number.isNaN(short)
      ? line.text.replace(/^\t\t/, '\t')
      : line.text.replace(/^\d{6} {1,2}[\d:]{7,8}/, '');
  const time = !Number.isNaN(stamped) ? stamped : Number.isNaN(short) ? (line.envelope?.time ?? Number.NaN) : short;
  const error = ERROR.exec(rest);
  const general = error === null ? GENERAL.exec(rest) : null;
  if (error === null && general === null) return undefined;
  const body = start(time, context, line, error === null ? 'mysql.general' : 'mysql.error');
  const { event, native } = body;
  if (error !== null) {
    const message = rest.slice(error[0].length);
    event.message = message;
    event.log = { level: (error[2] as string).toLowerCase() };
    if (error[3] !== undefined) event.event.code = error[3];
    native['message'] = message;
    const denied = DENIED.exec(message);
    if (denied !== null) login(body, denied[1] as string, denied[2] as string, 'failure');
    return body;
  }
  const [, connection, command, argument] = general as unknown as [string, string, string, string];
  event.message = argument;
  event.transaction = { id: connection };
  event.event.action = command.toLowerCase();
  native['command'] = command;
  native['message'] = argument;
  if (command === 'Query' || command === 'Execute') native['statement'] = argument;
  const who =
    command === 'Connect' ? /^(?:Access denied for user ')?([^@']{0,64})'?@'?([^\s']{0,255})/.exec(argument) : null;
  if (who !== null)
    login(body, who[1] as string, who[2] as string, argument.startsWith('Access denied') ? 'failure' : 'success');
  return body;
}

function login(body: DecodedBody, user: string, host: string, outcome: 'success' | 'failure'): void {
  const { event, native } = body;
  event.event.category = ['database', 'authentication'];
  event.event.type = ['start'];
  event.event.action = 'login';
  event.event.outcome = outcome;
  if (user !== '') event.user = { name: user };
  native['user'] = user;
  const ip = canonicalIp(host);
  if (host !== '') event.source = ip === undefined ? { address: host, domain: host } : { ip };
  if (ip !== undefined) native['src_ip'] = ip;
}

function auditBody(line: Line, context: DecodeContext): DecodedBody | undefined {
  const text = line.text;
  const file = digitsAt(text, 0, 8) > 0 && text.charCodeAt(8) === 32;
  if (!file && line.envelope === undefined) return undefined;
  // The object is the statement in quotes, with quotes inside escaped by a backslash; the code is behind the last comma.
  const values = splitDelimited(text.replaceAll("\\'", '’'), ',', 10);
  const offset = file ? 0 : -1;
  const operation = values[6 + offset];
  if (operation === undefined || !OPERATIONS.test(operation)) return undefined;
  const time = file
    ? localTime(
        digitsAt(text, 0, 4),
        digitsAt(text, 4, 2) - 1,
        digitsAt(text, 6, 2),
        digitsAt(text, 9, 2),
        digitsAt(text, 12, 2),
        digitsAt(text, 15, 2),
        0,
        context.zone,
      )
    : (line.envelope?.time ?? Number.NaN);
  const body = start(time, context, line, 'mysql.audit');
  const { event, native } = body;
  nameFields(native, file ? AUDIT : AUDIT.slice(1), values);
  const quote = text.indexOf(",'");
  const last = text.lastIndexOf("',");
  if (quote > 0 && last > quote) {
    native['object'] = text.slice(quote + 2, last).replace(/\\(['"\\])/g, '$1');
    native['retcode'] = text.slice(last + 2);
    native['statement'] = native['object'];
  }
  event.message = typeof native['object'] === 'string' ? native['object'] : text;
  event.event.action = operation.toLowerCase();
  event.event.outcome = native['retcode'] === '0' || native['retcode'] === undefined ? 'success' : 'failure';
  const user = typeof native['user'] === 'string' ? native['user'] : '';
  const client = typeof native['client'] === 'string' ? native['client'] : '';
  if (operation.endsWith('CONNECT') && operation !== 'DISCONNECT') login(body, user, client, event.event.outcome);
  else {
    if (user !== '') event.user = { name: user };
    const ip = canonicalIp(client);
    if (ip !== undefined) event.source = { ip };
  }
  return body;
}
