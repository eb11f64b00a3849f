import type { DecodeContext, DecodedBody } from '../decoder.ts';
import { canonicalIp } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { epochTime, isoTime } from '../time/parse.ts';
import { shortTime } from './mysql-time.ts';

const WHO =
  /^# User@Host: ([^[\s]{0,64})(?:\[[^\]]{0,64}\])? @ +([^\s[]{0,255}) ?\[([0-9a-fA-F.:]{0,45})\](?: +Id: +(\d{1,20}))?/m;
const FIGURES = /([A-Z][A-Za-z_]{1,40}): ([^\s:]{1,64})/g;

/** One entry of the slow query log: its `#` lines, `use`, `SET timestamp` and the statement. */
export function slowBody(text: string, context: DecodeContext): DecodedBody | undefined {
  const query = text.indexOf('# Query_time: ');
  if (query < 0) return undefined;
  const native = newNative();
  let statement = '';
  let time = Number.NaN;
  for (const line of text.split('\n')) {
    if (line.startsWith('# Time: ')) {
      const iso = isoTime(line, 8, context.zone);
      time = Number.isNaN(iso) ? shortTime(line.slice(8), context) : iso;
    } else if (line.startsWith('# User@Host: ')) continue;
    else if (line.startsWith('# ')) {
      for (const [, name, value] of line.slice(0, 4096).matchAll(FIGURES)) native[name as string] = value;
    } else if (statement === '' && /^SET timestamp=\d{9,11};$/.test(line)) {
      if (Number.isNaN(time)) time = epochTime(Number(line.slice(14, -1)));
    } else if (statement === '' && /^use \S{1,128};$/i.test(line)) native['database'] = line.slice(4, -1);
    else statement += statement === '' ? line : `\n${line}`;
  }
  const event = newEvent(time, context, 'mysql.slowlog');
  event.event.category = ['database'];
  event.event.type = ['access'];
  event.event.action = 'slow-query';
  event.service = { name: 'mysql', type: 'mysql' };
  const seconds = Number(native['Query_time']);
  if (seconds >= 0) event.event.duration = Math.round(seconds * 1e9);
  const who = WHO.exec(text);
  if (who !== null) {
    const [, user, host, address, connection] = who;
    if (user !== undefined && user !== '') {
      event.user = { name: user };
      native['user'] = user;
    }
    const ip = address === undefined ? undefined : canonicalIp(address);
    if (ip !== undefined) {
      event.source = { ip };
      native['src_ip'] = ip;
    }
    if (host !== undefined && host !== '') event.source = { ...event.source, address: ip ?? host, domain: host };
    if (connection !== undefined) event.transaction = { id: connection };
  }
  native['statement'] = statement;
  native['message'] = statement;
  event.message = statement === '' ? text : statement;
  return { event, native, logsource: { category: 'database', product: 'mysql' } };
}
