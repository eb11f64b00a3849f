import type { Decoded, EcsEvent } from '@haechi/event';
import { contextOf, type DecodingOptions } from '../context.ts';
import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { newEvent } from '../event/new-event.ts';
import { keepUnmapped } from '../event/unmapped.ts';
import { has, isObject, type JsonObject, objectAt } from '../json/value.ts';
import { fromFlatShape, fromWinlogbeat } from './flat.ts';
import { fromOtelShape, isOtelShape } from './otel.ts';
import { fromEventShape, type WindowsRecord } from './record.ts';
import { addSecurity } from './security-ecs.ts';
import { addSysmon } from './sysmon-ecs.ts';

const WINDOWS = { product: 'windows' };
const LEVELS = ['information', 'critical', 'error', 'warning', 'information', 'verbose'];

/** Sysmon for Linux: the rules of product linux look at the category alone, which the id gives. */
const LINUX_CATEGORIES: Record<number, string> = {
  1: 'process_creation',
  3: 'network_connection',
  5: 'process_termination',
  9: 'raw_access_thread',
  11: 'file_event',
  23: 'file_delete',
};

/** Builds ECS from a Windows record of any shape. */
export function windowsBody(record: WindowsRecord, context: DecodeContext): DecodedBody {
  const native = record.native;
  const event = newEvent(record.time, context, 'windows');
  const channel = record.channel;
  if (record.eventId !== undefined) event.event.code = String(record.eventId);
  if (record.provider !== undefined) event.event.provider = record.provider;
  if (channel !== undefined) event.event.dataset = datasetOf(channel);
  if (record.message !== undefined) event.message = record.message;
  if (record.computer !== undefined) {
    const dot = record.computer.indexOf('.');
    event.host = { name: record.computer, hostname: dot > 0 ? record.computer.slice(0, dot) : record.computer };
  }
  event.winlog = {
    ...(channel === undefined ? {} : { channel }),
    ...(record.eventId === undefined ? {} : { event_id: record.eventId }),
    ...(record.provider === undefined ? {} : { provider_name: record.provider }),
    ...(record.recordId === undefined ? {} : { record_id: record.recordId }),
    ...(record.computer === undefined ? {} : { computer_name: record.computer }),
  };
  if (record.level !== undefined) event.log = { level: LEVELS[record.level] ?? String(record.level) };
  const linux = record.provider === 'Linux-Sysmon' || channel === 'Linux-Sysmon/Operational';
  const sysmon =
    linux || channel === 'Microsoft-Windows-Sysmon/Operational' || record.provider === 'Microsoft-Windows-Sysmon';
  if (sysmon) addSysmon(event, record.eventId, native);
  else addSecurity(event, record.eventId, native);
  addScript(event, native);
  addOwnFields(event, native, context);
  if (!linux) return { event, native, logsource: WINDOWS };
  event.event.module = 'sysmon_linux';
  event.host = { ...event.host, os: { type: 'linux' } };
  const category = record.eventId === undefined ? undefined : LINUX_CATEGORIES[record.eventId];
  return {
    event,
    native,
    logsource: { product: 'linux', service: 'sysmon', ...(category === undefined ? {} : { category }) },
  };
}

function datasetOf(channel: string): string {
  if (channel === 'Microsoft-Windows-Sysmon/Operational') return 'windows.sysmon_operational';
  if (channel === 'Linux-Sysmon/Operational') return 'sysmon_linux.log';
  if (channel === 'Security') return 'system.security';
  if (channel.startsWith('Microsoft-Windows-PowerShell') || channel === 'Windows PowerShell')
    return 'windows.powershell';
  return 'windows.forwarded';
}

function addScript(event: EcsEvent, native: DecodedBody['native']): void {
  const script = native['ScriptBlockText'];
  if (typeof script !== 'string') return;
  event.event.category = ['process'];
  event.event.type = ['info'];
  event.event.action = 'script-block-executed';
  event.message ??= script;
}

/** Names that stand in ECS fields already, or that every record repeats. */
const PLACED = new Set([
  'EventID',
  'Channel',
  'Provider_Name',
  'Computer',
  'EventRecordID',
  'Level',
  'SystemTime',
  'Message',
  'message',
  '@timestamp',
  '@version',
  'EventTime',
  'EventReceivedTime',
  'TimeCreated',
  'TimeGenerated',
  'Hostname',
  'HostName',
  'SourceName',
  'RecordNumber',
  'Severity',
  'SeverityValue',
  'SourceModuleName',
  'SourceModuleType',
  'tags',
  'EventData',
  'Version',
  'Image',
  'CommandLine',
  'ParentImage',
  'ParentCommandLine',
  'ProcessId',
  'ParentProcessId',
  'ProcessGuid',
  'ParentProcessGuid',
  'CurrentDirectory',
  'User',
  'UtcTime',
  'Hashes',
  'TargetFilename',
  'TargetObject',
  'Details',
  'SourceIp',
  'SourcePort',
  'DestinationIp',
  'DestinationPort',
  'ImageLoaded',
  'QueryName',
  'QueryResults',
  'QueryStatus',
]);

function addOwnFields(event: EcsEvent, native: DecodedBody['native'], context: DecodeContext): void {
  let left = context.limits.unmappedFields;
  for (const name in native) {
    if (PLACED.has(name)) continue;
    const value = native[name];
    if (value === '-' || value === '' || value === null) continue;
    if (left-- <= 0) return;
    putUnmapped(event, name, value, context);
  }
}

function putUnmapped(event: EcsEvent, name: string, value: unknown, context: DecodeContext): void {
  if (typeof value === 'object' || event.unmapped === undefined) {
    keepUnmapped(event, name, value, context.limits);
    return;
  }
  const long = typeof value === 'string' && value.length > context.limits.valueChars;
  event.unmapped[name] = long ? (value as string).slice(0, context.limits.valueChars) : value;
}

function isEventShape(value: JsonObject): boolean {
  const event = objectAt(value, 'Event') ?? value;
  const system = objectAt(event, 'System');
  return system !== undefined && system['EventID'] !== undefined;
}

function isWinlogbeat(value: JsonObject): boolean {
  const winlog = value['winlog'];
  if (isObject(winlog)) return winlog['event_id'] !== undefined || winlog['channel'] !== undefined;
  return isObject(value['event_data']) && (has(value, 'log_name') || has(value, 'event_id'));
}

function isFlat(value: JsonObject): boolean {
  if (value['EventID'] === undefined && value['EventId'] === undefined && value['event_id'] === undefined) return false;
  return (
    typeof value['Channel'] === 'string' || typeof value['SourceName'] === 'string' || typeof value['EventLog'] === 'string' ||
    typeof value['Provider_Name'] === 'string' || typeof value['EventSourceName'] === 'string' || typeof value['ProviderName'] === 'string'
  ); // biome-ignore format: one condition
}

/** Windows events as JSON in any of the shapes in the field. */
export const windowsEvent: ObjectDecoder = {
  name: 'windows-event-json',
  confidence: 0.98,
  sniff: (value) => isFlat(value) || isEventShape(value) || isWinlogbeat(value) || isOtelShape(value),
  decode: (value: JsonObject, context: DecodeContext): DecodedBody | undefined => {
    if (isEventShape(value)) return windowsBody(fromEventShape(value, context), context);
    if (isOtelShape(value)) return windowsBody(fromOtelShape(value), context);
    if (isWinlogbeat(value)) return windowsBody(fromWinlogbeat(value, context), context);
    return isFlat(value) ? windowsBody(fromFlatShape(value, context), context) : undefined;
  },
};

/**
 * Decodes a record that is known to be a Windows event in the shape of the event schema, as `@haechi/evtx` gives it.
 *
 * @param json `{"Event": {"System": …, "EventData": …}}`, with or without the outer name.
 * @param about where the record came from; `decoder` defaults to `evtx`.
 */
export function decodeWindowsRecord(
  json: unknown,
  about: { readonly record: number; readonly raw: string; readonly decoder?: string },
  options: DecodingOptions = {},
): Decoded {
  const context = contextOf(options);
  const body = windowsBody(fromEventShape(isObject(json) ? json : {}, context), context);
  return { decoder: about.decoder ?? 'evtx', record: about.record, raw: about.raw, ...body };
}
