import type { DecodeContext } from '../decoder.ts';
import { flatten, newNative } from '../event/native.ts';
import { isObject, type JsonObject, type JsonValue, numberAt, objectAt, parseJson, textAt } from '../json/value.ts';
import { anyTime, isoTime } from '../time/parse.ts';
import { UTC } from '../time/zone.ts';
import { addEventData, numberOf, type WindowsRecord } from './record.ts';
import { readDataItems } from './xml.ts';

const QUARTER_HOUR = 900_000;

/**
 * Flat records: NXLog's `im_msvistalog`, Sentinel's `WindowsEvent`, `SecurityEvent` and `Event` tables, and the like.
 * Every top-level value stays under its own name; the four names that rules need are added in Sigma's spelling.
 */
export function fromFlatShape(value: JsonObject, context: DecodeContext): WindowsRecord {
  const native = newNative();
  for (const name in value) {
    const item = value[name] as JsonValue;
    if (typeof item !== 'object' || item === null) native[name] = item;
    else flatten(native, { [name]: item }, '', context.limits.nativeFields);
  }
  addEmbedded(native, value);
  const record: WindowsRecord = {
    time: flatTime(value, native, context),
    eventId: numberOf(value['EventID'] ?? value['EventId'] ?? value['event_id'] ?? value['Id']),
    channel: textAt(value, 'Channel') ?? textAt(value, 'EventLog') ?? textAt(value, 'LogName') ?? textAt(value, 'log_name'),
    provider:
      textAt(value, 'Provider_Name') ?? textAt(value, 'SourceName') ?? textAt(value, 'Provider') ?? textAt(value, 'ProviderName') ??
      textAt(value, 'EventSourceName') ?? textAt(value, 'Source') ?? textAt(value, 'source_name'),
    computer: textAt(value, 'Computer') ?? textAt(value, 'Hostname') ?? textAt(value, 'HostName') ?? textAt(value, 'MachineName') ?? textAt(value, 'computer_name'),
    recordId: textOrNumber(value['EventRecordID'] ?? value['RecordNumber'] ?? value['RecordId'] ?? value['record_number']),
    level: numberAt(value, 'Level') ?? numberAt(value, 'EventLevel'),
    message: textAt(value, 'Message') ?? textAt(value, 'message') ?? textAt(value, 'RenderedDescription'),
    native,
  }; // biome-ignore format: one table
  if (record.eventId !== undefined) native['EventID'] = record.eventId;
  if (record.channel !== undefined) native['Channel'] = record.channel;
  if (record.provider !== undefined) native['Provider_Name'] = record.provider;
  if (record.computer !== undefined) native['Computer'] = record.computer;
  return record;
}

function textOrNumber(value: unknown): string | undefined {
  return typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : undefined;
}

/** `EventData` as a JSON text, as the XML of `<DataItem>`, or as an object beside flat system fields. */
function addEmbedded(native: WindowsRecord['native'], value: JsonObject): void {
  const embedded = value['EventData'] ?? value['event_data'];
  if (isObject(embedded)) {
    addEventData(native, embedded);
    return;
  }
  if (typeof embedded !== 'string') return;
  if (embedded.startsWith('{')) {
    const data = parseJson(embedded);
    if (isObject(data)) addEventData(native, data);
  } else if (embedded.startsWith('<')) {
    const data = readDataItems(embedded);
    if (data !== undefined) addEventData(native, data);
  }
}

/**
 * The time of the event itself. NXLog writes EventTime without a zone; how far the collector's clock was from UTC shows
 * in its own EventReceivedTime against the `@timestamp` of the same moment.
 */
function flatTime(value: JsonObject, native: WindowsRecord['native'], context: DecodeContext): number {
  for (const name of ['TimeCreated', 'SystemTime']) {
    const item = value[name];
    const text = typeof item === 'string' ? item : isObject(item) ? textAt(item, 'SystemTime') : undefined;
    const time = text === undefined ? Number.NaN : (dotNetTime(text) ?? isoTime(text, 0, UTC));
    if (!Number.isNaN(time)) return time;
  }
  // Sysmon's own, which may have been inside an embedded EventData.
  const utc = native['UtcTime'];
  if (typeof utc === 'string') {
    const time = isoTime(utc, 0, UTC);
    if (!Number.isNaN(time)) return time;
  }
  const received = textAt(value, 'EventReceivedTime');
  const stamp = anyTime(value['@timestamp'], context);
  const local = value['EventTime'];
  if (typeof local === 'string') {
    const receivedUtc = received === undefined ? Number.NaN : isoTime(received, 0, UTC);
    const offset = Math.round((receivedUtc - stamp) / QUARTER_HOUR) * QUARTER_HOUR;
    const known = Math.abs(offset) <= 14 * 3_600_000 && !/(?:Z|[+-]\d\d:?\d\d)$/.test(local);
    const time = known ? isoTime(local, 0, UTC) - offset : isoTime(local, 0, context.zone);
    if (!Number.isNaN(time)) return time;
  }
  for (const name of ['@timestamp', 'TimeGenerated', 'EventTime', 'timestamp', 'time']) {
    const time = anyTime(value[name], context);
    if (!Number.isNaN(time)) return time;
  }
  return Number.NaN;
}

/** `/Date(1598932222000)/`, as PowerShell's ConvertTo-Json writes a time. */
function dotNetTime(text: string): number | undefined {
  const match = /^\/Date\((\d{1,15})\)\/$/.exec(text);
  return match === null ? undefined : Number(match[1]);
}

/** Winlogbeat 7+ (`winlog.*`) and 6 (`event_data` at the top). */
export function fromWinlogbeat(value: JsonObject, context: DecodeContext): WindowsRecord {
  const winlog = objectAt(value, 'winlog') ?? value;
  const native = newNative();
  const data = objectAt(winlog, 'event_data');
  if (data !== undefined) addEventData(native, data);
  const param = data === undefined ? undefined : Object.keys(data).filter((name) => /^param\d+$/.test(name));
  if (data !== undefined && param !== undefined && param.length > 0 && native['Data'] === undefined) {
    native['Data'] = param.map((name) => data[name] as JsonValue);
  }
  const user = objectAt(winlog, 'user_data');
  if (user !== undefined) flatten(native, user, '', context.limits.nativeFields);
  const host = objectAt(value, 'host');
  const record: WindowsRecord = {
    time: anyTime(value['@timestamp'], context),
    eventId: numberOf(winlog['event_id']),
    channel: textAt(winlog, 'channel') ?? textAt(winlog, 'log_name'),
    provider: textAt(winlog, 'provider_name') ?? textAt(winlog, 'source_name'),
    computer: textAt(winlog, 'computer_name') ?? textAt(host, 'name'),
    recordId: textOrNumber(winlog['record_id'] ?? winlog['record_number']),
    level: undefined,
    message: textAt(value, 'message'),
    native,
  };
  if (record.eventId !== undefined) native['EventID'] = record.eventId;
  if (record.channel !== undefined) native['Channel'] = record.channel;
  if (record.provider !== undefined) native['Provider_Name'] = record.provider;
  if (record.computer !== undefined) native['Computer'] = record.computer;
  if (record.message !== undefined) native['Message'] = record.message;
  const task = textAt(winlog, 'task');
  if (task !== undefined) native['Task'] = task;
  return record;
}
