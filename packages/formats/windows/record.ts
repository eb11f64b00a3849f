import type { NativeView } from '@haechi/event';
import type { DecodeContext } from '../decoder.ts';
import { flatten, newNative } from '../event/native.ts';
import { isObject, type JsonObject, type JsonValue, objectAt } from '../json/value.ts';
import { isoTime } from '../time/parse.ts';
import { UTC } from '../time/zone.ts';

/** What every Windows event is brought to before ECS is built, whatever shape it came in. */
export interface WindowsRecord {
  /** Milliseconds since the epoch or `NaN`. */
  time: number;
  eventId: number | undefined;
  channel: string | undefined;
  provider: string | undefined;
  computer: string | undefined;
  recordId: string | undefined;
  level: number | undefined;
  message: string | undefined;
  /** Flat view: `EventID`, `Channel`, `Provider_Name`, `Computer`, … and the EventData or UserData names. */
  native: NativeView;
}

/** Attributes of an element in the dialects of evtx_dump, xmltodict and others. */
function attributes(value: JsonValue | undefined): JsonObject | undefined {
  if (!isObject(value)) return undefined;
  return objectAt(value, '#attributes') ?? objectAt(value, '@attributes') ?? value;
}

function attribute(value: JsonValue | undefined, name: string): string | undefined {
  const found = attributes(value);
  const item = found?.[name] ?? found?.[`@${name}`] ?? found?.[`_${name}`] ?? found?.[`-${name}`];
  return typeof item === 'string' ? item : typeof item === 'number' ? String(item) : undefined;
}

/** Text of an element that may carry attributes (`{"#text": 1102, "#attributes": {…}}`). */
function elementText(value: JsonValue | undefined): JsonValue | undefined {
  if (!isObject(value)) return value;
  return value['#text'] ?? value['$t'] ?? value['_'] ?? value['Value'];
}

/** Windows writes numbers in decimal and, in masks, in hex. */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value === '' || value.length > 20) return undefined;
  const parsed = Number(value);
  return Number.isFinite(parsed) ? parsed : undefined;
}

function setText(native: NativeView, name: string, value: unknown): void {
  if (value !== undefined && value !== null) native[name] = value;
}

/** Reads the shape of the event schema: `{"Event": {"System": …, "EventData": …}}`, with or without the outer name. */
export function fromEventShape(outer: JsonObject, context: DecodeContext): WindowsRecord {
  const event = objectAt(outer, 'Event') ?? outer;
  const system = objectAt(event, 'System') ?? {};
  const native = newNative();
  const provider = system['Provider'] ?? system['Provider_attributes'];
  const id = elementText(system['EventID']);
  const created = system['TimeCreated'] ?? system['TimeCreated_attributes'];
  const stamp = attribute(created, 'SystemTime') ?? (typeof created === 'string' ? created : undefined);
  const execution = system['Execution'] ?? system['Execution_attributes'];
  const security = system['Security'] ?? system['Security_attributes'];
  const correlation = system['Correlation'] ?? system['Correlation_attributes'];
  const record: WindowsRecord = {
    time: stamp === undefined ? Number.NaN : isoTime(stamp, 0, UTC),
    eventId: numberOf(id),
    channel: textOf(elementText(system['Channel'])),
    provider: attribute(provider, 'Name') ?? (typeof provider === 'string' ? provider : undefined),
    computer: textOf(elementText(system['Computer'])),
    recordId: textOf(elementText(system['EventRecordID'])),
    level: numberOf(elementText(system['Level'])),
    message: textOf(objectAt(event, 'RenderingInfo')?.['Message']) ?? textOf(outer['Message']),
    native,
  };
  addPayload(native, event, context);
  setText(native, 'EventID', record.eventId);
  // Event 104 has a field `Channel` of its own (the log that was cleared): rules mean that one.
  setText(native, native['Channel'] === undefined ? 'Channel' : 'System_Channel', record.channel);
  setText(native, 'Provider_Name', record.provider);
  setText(native, 'Computer', record.computer);
  setText(native, 'EventRecordID', record.recordId);
  setText(native, 'Level', record.level);
  setText(native, 'Provider_Guid', attribute(provider, 'Guid'));
  setText(native, 'Task', elementText(system['Task']));
  setText(native, 'Opcode', elementText(system['Opcode']));
  setText(native, 'Keywords', elementText(system['Keywords']));
  setText(native, 'Version', elementText(system['Version']));
  setText(native, 'Security_UserID', attribute(security, 'UserID') ?? attribute(security, 'UserId'));
  setText(native, 'Execution_ProcessID', attribute(execution, 'ProcessID'));
  setText(native, 'Execution_ThreadID', attribute(execution, 'ThreadID'));
  setText(native, 'Correlation_ActivityID', attribute(correlation, 'ActivityID'));
  setText(native, 'SystemTime', stamp);
  if (record.message !== undefined) native['Message'] = record.message;
  return record;
}

function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' ? String(value) : undefined;
}

function addPayload(native: NativeView, event: JsonObject, context: DecodeContext): void {
  const data = event['EventData'];
  if (isObject(data)) addEventData(native, data);
  else if (Array.isArray(data)) addDataItems(native, data);
  else if (typeof data === 'string' && data !== '') native['Data'] = data;
  const user = event['UserData'];
  if (isObject(user)) addUserData(native, user, context.limits.nativeFields);
  const processing = event['ProcessingErrorData'];
  if (isObject(processing)) flatten(native, processing, '', 32);
}

/** EventData: named values, unnamed ones under `Data`, and the `[{"@Name": …, "#text": …}]` lists of XML converters. */
export function addEventData(native: NativeView, data: JsonObject): void {
  for (const name in data) {
    if (name === '#attributes' || name === '@attributes' || name === '@Name' || name === 'xmlns') continue;
    const value = data[name] as JsonValue;
    if (name === 'Data') addUnnamed(native, value);
    else if (typeof value !== 'object' || value === null) native[name] = value;
    else if (isObject(value)) native[name] = elementText(value) ?? JSON.stringify(value);
    else native[name] = value.map((item) => (typeof item === 'object' && item !== null ? JSON.stringify(item) : item));
  }
}

function addUnnamed(native: NativeView, value: JsonValue): void {
  if (Array.isArray(value)) addDataItems(native, value);
  else if (isObject(value)) {
    const name = attribute(value, 'Name');
    const content = elementText(value);
    if (name !== undefined) native[name] = content ?? '';
    else if (Array.isArray(content)) native['Data'] = content.map(String);
    else if (content !== undefined) native['Data'] = content;
  } else if (value !== null) native['Data'] = value;
}

function addDataItems(native: NativeView, items: readonly JsonValue[]): void {
  const unnamed: JsonValue[] = [];
  for (const item of items) {
    const name = isObject(item) ? attribute(item, 'Name') : undefined;
    const content = elementText(item);
    if (name !== undefined) native[name] = isObject(content) ? JSON.stringify(content) : (content ?? '');
    else if (content !== undefined && content !== null && !isObject(content)) unnamed.push(content);
  }
  if (unnamed.length > 0) native['Data'] = unnamed;
}

/** UserData holds one element of the provider's own; its children are the fields. */
function addUserData(native: NativeView, user: JsonObject, budget: number): void {
  for (const name in user) {
    const inner = user[name];
    if (!isObject(inner)) {
      if (name !== 'xmlns' && inner !== null && !Array.isArray(inner)) native[name] = inner;
      continue;
    }
    const before = newNative();
    flatten(before, inner, '', budget);
    for (const key in before)
      if (!key.startsWith('#attributes') && !key.startsWith('@') && key !== 'xmlns') native[key] = before[key];
  }
}
