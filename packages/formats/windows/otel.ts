import { newNative } from '../event/native.ts';
import { isObject, type JsonObject, numberAt, objectAt, textAt } from '../json/value.ts';
import { isoTime } from '../time/parse.ts';
import { UTC } from '../time/zone.ts';
import { addEventData, numberOf, type WindowsRecord } from './record.ts';

/** Level names of the receiver, as Windows words them in English. */
const LEVELS = new Map([
  ['Critical', 1],
  ['Error', 2],
  ['Warning', 3],
  ['Information', 4],
  ['Verbose', 5],
]);

/** The body that the OpenTelemetry Collector's `windowseventlog` receiver makes of an event. */
export function isOtelShape(value: JsonObject): boolean {
  return isObject(value['event_id']) && typeof value['channel'] === 'string' && value['system_time'] !== undefined;
}

/** Reads that body; its `event_data` was a list of one-field objects under `data` before it became a plain object. */
export function fromOtelShape(value: JsonObject): WindowsRecord {
  const native = newNative();
  const data = objectAt(value, 'event_data');
  const items = data?.['data'];
  if (Array.isArray(items)) addItems(native, items);
  else if (data !== undefined) addEventData(native, data);
  const provider = objectAt(value, 'provider');
  const execution = objectAt(value, 'execution');
  const record: WindowsRecord = {
    time: isoTime(textAt(value, 'system_time') ?? '', 0, UTC),
    eventId: numberOf(objectAt(value, 'event_id')?.['id']),
    channel: textAt(value, 'channel'),
    provider: textAt(provider, 'name') ?? textAt(provider, 'event_source'),
    computer: textAt(value, 'computer'),
    recordId: numberAt(value, 'record_id')?.toString() ?? textAt(value, 'record_id'),
    level: LEVELS.get(textAt(value, 'level') ?? ''),
    message: textAt(value, 'message'),
    native,
  };
  if (record.eventId !== undefined) native['EventID'] = record.eventId;
  if (record.channel !== undefined) native['Channel'] = record.channel;
  if (record.provider !== undefined) native['Provider_Name'] = record.provider;
  if (record.computer !== undefined) native['Computer'] = record.computer;
  if (record.message !== undefined) native['Message'] = record.message;
  const task = textAt(value, 'task');
  if (task !== undefined && task !== '') native['Task'] = task;
  const pid = numberAt(execution, 'process_id');
  if (pid !== undefined) native['Execution_ProcessID'] = pid;
  return record;
}

/** `[{"TargetUserName": "kim"}, {"": "unnamed"}]`. */
function addItems(native: WindowsRecord['native'], items: readonly unknown[]): void {
  const unnamed: string[] = [];
  for (const item of items) {
    if (!isObject(item)) continue;
    const { '': content, ...named } = item;
    addEventData(native, named);
    if (content !== undefined && content !== null) unnamed.push(String(content));
  }
  if (unnamed.length > 0) native['Data'] = unnamed;
}
