import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { isoTime } from '../time/parse.ts';

const PAIR = /(?:^|[\s,])([A-Z][A-Z0-9$_.]{1,20}(?: [A-Z]{2,12}){0,2}) ?:(?:\[(\d{1,5})\]:?)? ?"/g;

/** Action codes of `DBA_AUDIT_TRAIL` (table AUDIT_ACTIONS) that matter to an analyst. */
const ACTIONS: ReadonlyMap<string, string> = new Map([
  ['1', 'create table'], ['2', 'insert'], ['3', 'select'], ['6', 'update'], ['7', 'delete'], ['9', 'create index'],
  ['12', 'drop table'], ['15', 'alter table'], ['17', 'grant object'], ['18', 'revoke object'], ['21', 'create view'],
  ['24', 'create procedure'], ['26', 'lock'], ['42', 'alter session'], ['43', 'alter user'], ['44', 'commit'],
  ['45', 'rollback'], ['47', 'pl/sql execute'], ['49', 'alter system'], ['51', 'create user'], ['52', 'create role'],
  ['53', 'drop user'], ['54', 'drop role'], ['55', 'set role'], ['85', 'truncate table'], ['100', 'logon'],
  ['101', 'logoff'], ['102', 'logoff by cleanup'], ['103', 'session rec'], ['104', 'system audit'],
  ['105', 'system noaudit'], ['108', 'system grant'], ['109', 'system revoke'], ['114', 'grant role'],
  ['115', 'revoke role'], ['116', 'execute procedure'],
]); // biome-ignore format: one table
const ACCOUNTS = /^(?:(?:create|alter|drop) (?:user|role)|(?:system )?(?:grant|revoke)|set role)/;
const CHANGES =
  /^(?:create|alter|drop|insert|update|delete|truncate|grant|revoke|system (?:grant|revoke|audit|noaudit))/;
const DATE = /^[A-Z][a-z]{2} ([A-Z][a-z]{2}) +(\d{1,2}) (\d\d:\d\d:\d\d) (\d{4})(?: ([+-]\d\d:\d\d))?\n/;

/** The date that heads a record of the audit files; its offset is written from version 11 on. */
function headTime(text: string, context: DecodeContext): number {
  const match = DATE.exec(text);
  if (match === null) return Number.NaN;
  const [, month, day, clock, year, offset] = match;
  const name =
    ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'].indexOf(month as string) + 1;
  const iso = `${year}-${String(name).padStart(2, '0')}-${(day as string).padStart(2, '0')}T${clock}${offset ?? ''}`;
  return isoTime(iso, 0, context.zone);
}

/** Oracle's audit trail to syslog or files: `LENGTH : '160' ACTION :[7] 'CONNECT' DATABASE USER:[1] '/' …`. */
export const oracle: LineDecoder = {
  name: 'oracle-audit',
  confidence: 0.96,
  sniff: (line) =>
    line.text.includes('ACTION :[') ||
    line.text.includes('DATABASE USER') ||
    line.envelope?.app?.startsWith('Oracle') === true ||
    line.text.startsWith('Oracle Unified Audit') ||
    line.text.startsWith('Oracle Audit[') ||
    (line.text.startsWith('LENGTH') && line.text.includes('SESSIONID')) ||
    line.envelope?.app === 'oracle-audit',
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const native = newNative();
    readPairs(line.text, native);
    if (
      native['ACTION'] === undefined &&
      native['DATABASE USER'] === undefined &&
      native['DBID'] === undefined &&
      native['DBUSER'] === undefined
    )
      return undefined;
    const event = newEvent(line.envelope?.time ?? headTime(line.text, context), context, 'oracle.audit');
    event.message = line.text;
    event.event.category = ['database'];
    event.event.type = ['access'];
    event.service = { name: 'oracle', type: 'oracle' };
    const text = (name: string): string | undefined =>
      typeof native[name] === 'string' && native[name] !== '' ? native[name] : undefined;
    const said = text('ACTION');
    const action = said === undefined ? undefined : (ACTIONS.get(said) ?? said);
    if (action !== undefined)
      event.event.action = (action.length > 64 ? (action.split(/\s/, 1)[0] as string) : action).toLowerCase();
    const user = text('DATABASE USER') ?? text('USERID') ?? text('DBUSER');
    if (user !== undefined) event.user = { name: user };
    const host = text('USERHOST') ?? text('CLIENT HOST');
    const address = /\(HOST=([0-9a-fA-F.:]{2,45})\)/.exec(line.text)?.[1] ?? host;
    const ip = address === undefined ? undefined : canonicalIp(address);
    if (ip !== undefined) event.source = { ip };
    else if (host !== undefined) event.source = { address: host, domain: host };
    const status = text('STATUS') ?? text('RETURNCODE') ?? text('RETCODE');
    if (status !== undefined) event.event.outcome = status === '0' ? 'success' : 'failure';
    if (status !== undefined && status !== '0') event.error = { code: status };
    const verb = action?.toLowerCase() ?? '';
    if (CHANGES.test(verb)) event.event.type = ['change'];
    if (ACCOUNTS.test(verb)) event.event.category = ['database', 'iam'];
    const system = text('OS$USERID') ?? text('CLIENT USER');
    if (system !== undefined) native['os_user'] = system;
    if (/^(?:connect|logon|logoff)/.test(verb)) event.event.category = ['database', 'authentication'];
    if (line.envelope?.host !== undefined) event.host = { name: line.envelope.host };
    native['message'] = line.text;
    return { event, native, logsource: { category: 'database', product: 'oracle', service: 'audit' } };
  },
};

/** `NAME:[n] 'value'` with n the length of the value, quotes double or single; the length tells where it ends. */
function readPairs(text: string, native: DecodedBody['native']): void {
  const folded = text.replaceAll("'", '"');
  for (const match of folded.slice(0, 65_536).matchAll(PAIR)) {
    const start = match.index + match[0].length;
    const length = match[2] === undefined ? -1 : Number(match[2]);
    const end = length >= 0 && folded.charCodeAt(start + length) === 34 ? start + length : folded.indexOf('"', start);
    if (end < 0) continue;
    native[(match[1] as string).trim()] ??= text.slice(start, end);
  }
}
