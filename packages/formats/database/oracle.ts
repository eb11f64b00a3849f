import type { DecodeContext, DecodedBody, Line, LineDecoder } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';

const PAIR = /(?:^|[ ,])([A-Z][A-Z0-9$_.]{1,20}(?: [A-Z]{2,12}){0,2}) ?:\[(\d{1,5})\]:? ?"/g;

/** Oracle's audit trail to syslog or files: `LENGTH : '160' ACTION :[7] 'CONNECT' DATABASE USER:[1] '/' …`. */
export const oracle: LineDecoder = {
  name: 'oracle-audit',
  confidence: 0.96,
  sniff: (line) =>
    line.text.includes('ACTION :[') ||
    line.text.includes('DATABASE USER') ||
    line.envelope?.app?.startsWith('Oracle Audit') === true ||
    line.envelope?.app === 'oracle-audit',
  decode: (line: Line, context: DecodeContext): DecodedBody | undefined => {
    const native = newNative();
    readPairs(line.text, native);
    if (native['ACTION'] === undefined && native['DATABASE USER'] === undefined && native['DBID'] === undefined)
      return undefined;
    const event = newEvent(line.envelope?.time ?? Number.NaN, context, 'oracle.audit');
    event.message = line.text;
    event.event.category = ['database'];
    event.event.type = ['access'];
    event.service = { name: 'oracle', type: 'oracle' };
    const text = (name: string): string | undefined =>
      typeof native[name] === 'string' && native[name] !== '' ? native[name] : undefined;
    const action = text('ACTION');
    if (action !== undefined)
      event.event.action = (action.length > 64 ? (action.split(/\s/, 1)[0] as string) : action).toLowerCase();
    const user = text('DATABASE USER') ?? text('USERID') ?? text('DBUSER');
    if (user !== undefined) event.user = { name: user };
    const host = text('USERHOST') ?? text('CLIENT HOST');
    const address = /\(HOST=([0-9a-fA-F.:]{2,45})\)/.exec(line.text)?.[1] ?? host;
    const ip = address === undefined ? undefined : canonicalIp(address);
    if (ip !== undefined) event.source = { ip };
    else if (host !== undefined) event.source = { address: host, domain: host };
    const status = text('STATUS') ?? text('RETURNCODE');
    if (status !== undefined) event.event.outcome = status === '0' ? 'success' : 'failure';
    if (/^(?:connect|logon|logoff|100|101)$/i.test(action ?? '')) event.event.category = ['database', 'authentication'];
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
    const length = Number(match[2]);
    const end = folded.charCodeAt(start + length) === 34 ? start + length : folded.indexOf('"', start);
    if (end < 0) continue;
    native[(match[1] as string).trim()] ??= text.slice(start, end);
  }
}
