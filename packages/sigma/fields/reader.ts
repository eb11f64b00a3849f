import { type EventRecord, type EventSource, isRecord } from './source.ts';

/** Reads one field of an event; `undefined` where it is not there. */
export type FieldReader = (source: EventSource) => unknown;

/** Names that other shippers give to the header of a Windows event in flat records, in order of preference. */
const FLAT_ALIASES: ReadonlyMap<string, readonly string[]> = new Map([
  ['Provider_Name', ['ProviderName', 'SourceName', 'Provider']],
  ['Computer', ['ComputerName', 'Hostname', 'MachineName']],
  ['EventID', ['EventId', 'event_id']],
]);
/** Where header fields are in `Event.System`; an underscore joins element and attribute (specification, "Field Usage"). */
const SYSTEM_PATHS: ReadonlyMap<string, readonly string[]> = new Map([
  ['Provider_Name', ['Provider', '#attributes', 'Name']],
  ['Provider_Guid', ['Provider', '#attributes', 'Guid']],
  ['ProviderGuid', ['Provider', '#attributes', 'Guid']],
  ['Execution_ProcessID', ['Execution', '#attributes', 'ProcessID']],
  ['Execution_ThreadID', ['Execution', '#attributes', 'ThreadID']],
  ['Security_UserID', ['Security', '#attributes', 'UserID']],
  ['UserID', ['Security', '#attributes', 'UserID']],
  ['TimeCreated', ['TimeCreated', '#attributes', 'SystemTime']],
  ['TimeCreated_SystemTime', ['TimeCreated', '#attributes', 'SystemTime']],
  ['Correlation_ActivityID', ['Correlation', '#attributes', 'ActivityID']],
]);
/** Header fields that no `EventData` may stand in for. */
const HEADER: ReadonlySet<string> = new Set(['EventID', 'Channel', 'Computer', 'Provider_Name']);

/**
 * A reader for a field by its Sigma name. Names that every JavaScript object has (`constructor`) are read as own
 * properties only, so that a hostile or careless name finds nothing that is not in the event.
 */
export function fieldReader(name: string): FieldReader {
  const direct: FieldReader =
    name in Object.prototype
      ? (source) => (Object.hasOwn(source.data, name) ? source.data[name] : undefined)
      : (source) => source.data[name];
  const aliases = FLAT_ALIASES.get(name);
  const path = SYSTEM_PATHS.get(name) ?? [name];
  const header = HEADER.has(name);
  const dotted = name.includes('.') ? name.split('.') : undefined;
  return (source) => {
    if (source.system !== undefined && header) return systemField(source.system, path);
    const value = direct(source);
    if (value !== undefined) return value;
    if (source.system !== undefined) return systemField(source.system, path);
    if (aliases !== undefined) return firstOf(source.data, aliases);
    return dotted === undefined ? undefined : walk(source.data, dotted, 0);
  };
}

function firstOf(data: EventRecord, names: readonly string[]): unknown {
  for (const name of names) {
    const value = data[name];
    if (value !== undefined && typeof value !== 'object') return value;
  }
  return undefined;
}

function systemField(system: EventRecord, path: readonly string[]): unknown {
  let value: unknown = system;
  for (const key of path) {
    if (!isRecord(value) || !Object.hasOwn(value, key)) return undefined;
    value = value[key];
  }
  // `{"#text": 4624, "#attributes": {…}}`: the element's own text.
  return isRecord(value) && '#text' in value ? value['#text'] : value;
}

/** `a.b.c` through nested objects; a list on the way gives the values of all its elements. */
function walk(value: unknown, path: readonly string[], at: number): unknown {
  if (at === path.length) return value;
  if (Array.isArray(value)) {
    const found = value.map((each) => walk(each, path, at)).filter((each) => each !== undefined);
    return found.length === 0 ? undefined : found.flat();
  }
  if (!isRecord(value)) return undefined;
  const key = path[at]!;
  if (Object.hasOwn(value, key)) return walk(value[key], path, at + 1);
  // A key may itself hold dots: try the rest of the path as one key.
  const rest = path.slice(at).join('.');
  return Object.hasOwn(value, rest) ? value[rest] : undefined;
}
