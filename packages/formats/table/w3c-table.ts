import type { DecodeContext, DecodedBody } from '../decoder.ts';
import { portOf } from '../event/address.ts';
import { newNative } from '../event/native.ts';
import { newEvent } from '../event/new-event.ts';
import { isoTime } from '../time/parse.ts';
import { UTC } from '../time/zone.ts';
import { addExchange, type Exchange } from '../web/request.ts';
import type { Table } from './table.ts';

/** W3C Extended Log File Format (WD-logfile-960323) as IIS writes it; times are UTC. */
export class W3cTable implements Table {
  readonly decoder = 'iis-w3c';
  private fields: readonly string[] = [];
  private software = '';
  private date = '';

  directive(line: string): void {
    if (line.startsWith('#Fields:')) this.fields = line.slice(8).trim().split(/\s+/);
    else if (line.startsWith('#Software:')) this.software = line.slice(10).trim();
    else if (line.startsWith('#Date:')) this.date = line.slice(6).trim().slice(0, 10);
  }

  row(line: string, context: DecodeContext): DecodedBody | undefined {
    const values = line.split(line.includes('\t') ? '\t' : ' ', context.limits.columns);
    // More values than fields: a reason phrase or a user agent that kept its blanks; fewer: a cut line.
    if (this.fields.length === 0 || values.length < Math.min(4, this.fields.length)) return undefined;
    const native = newNative();
    for (let i = 0; i < this.fields.length && i < values.length; i++) {
      const value = values[i] as string;
      if (value !== '-') native[this.fields[i] as string] = value;
    }
    if (!isRow(native)) return undefined;
    const day = typeof native['date'] === 'string' ? native['date'] : this.date;
    const event = newEvent(isoTime(`${day} ${String(native['time'] ?? '00:00:00')}`, 0, UTC), context, 'iis.access');
    const exchange = exchangeOf(native);
    const view = addExchange(event, exchange);
    // The file's own names win; the whole target stands in cs-uri-query, which rules look into.
    for (const name in view) if (name === 'cs-uri-query' || native[name] === undefined) native[name] = view[name];
    for (const name of [
      'sc-status',
      'sc-bytes',
      'cs-bytes',
      'time-taken',
      's-port',
      'sc-substatus',
      'sc-win32-status',
    ]) {
      const number = Number(native[name]);
      if (native[name] !== undefined && !Number.isNaN(number)) native[name] = number;
    }
    event.service = { name: typeof native['s-sitename'] === 'string' ? native['s-sitename'] : 'iis', type: 'iis' };
    if (typeof native['s-computername'] === 'string') event.host = { name: native['s-computername'] };
    if (this.software !== '') native['software'] = this.software;
    return { event, native, logsource: { category: 'webserver', product: 'iis' } };
  }
}

/** A line of something else in a stream of tables has no date where the header says one is. */
function isRow(native: DecodedBody['native']): boolean {
  const { date, time } = native;
  if (date !== undefined && !/^\d{4}-\d\d-\d\d$/.test(String(date))) return false;
  return time === undefined || /^\d\d:\d\d(?::\d\d)?/.test(String(time));
}

function exchangeOf(native: DecodedBody['native']): Exchange {
  const text = (name: string): string | undefined => (typeof native[name] === 'string' ? native[name] : undefined);
  const stem = text('cs-uri-stem') ?? text('cs-uri');
  const query = text('cs-uri-query');
  const status = Number(text('sc-status'));
  const taken = Number(text('time-taken'));
  return {
    client: text('c-ip'),
    clientPort: portOf(text('c-port')),
    user: text('cs-username'),
    method: text('cs-method'),
    target: stem === undefined ? undefined : query === undefined ? stem : `${stem}?${query}`,
    version: text('cs-version')?.replace('HTTP/', ''),
    status: status > 0 ? status : undefined,
    responseBytes: bytes(text('sc-bytes')),
    requestBytes: bytes(text('cs-bytes')),
    // IIS writes blanks as plus signs.
    userAgent: text('cs(User-Agent)')?.replaceAll('+', ' '),
    referrer: text('cs(Referer)') ?? text('cs(Referrer)'),
    cookie: text('cs(Cookie)'),
    host: text('cs-host') ?? text('cs(Host)'),
    serverIp: text('s-ip'),
    serverPort: portOf(text('s-port')),
    duration: taken >= 0 ? taken * 1e6 : undefined,
  };
}

function bytes(text: string | undefined): number | undefined {
  const number = Number(text);
  return text === undefined || Number.isNaN(number) ? undefined : number;
}
