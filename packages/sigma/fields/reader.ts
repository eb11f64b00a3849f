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
/** Header fields that no `EventData` may stand in for. `Channel` may: event 104 tells which channel was cleared. */
const HEADER: ReadonlySet<string> = new Set(['EventID', 'Provider_Name']);
/** Where flat records keep the header's channel when the event's own data has a field of that name. */
const HEADER_CHANNEL = 'System_Channel';

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
  const spaced = withSpaces(name);
  return (source) => {
    if (source.system !== undefined && header) return systemField(source.system, path);
    const value = direct(source);
    if (value !== undefined) return value;
    const named = spaced === undefined ? undefined : source.data[spaced];
    if (named !== undefined) return named;
    if (source.system !== undefined) return systemField(source.system, path);
    if (aliases !== undefined) return firstOf(source.data, aliases);
    return dotted === undefined ? undefined : walk(source.data, dotted, 0);
  };
}

/** The names under which a flat record may have a field, in the order in which a reader tries them. */
export function flatNames(name: string): { readonly own: readonly string[]; readonly aliases: readonly string[] } {
  const spaced = withSpaces(name);
  return { own: spaced === undefined ? [name] : [name, spaced], aliases: FLAT_ALIASES.get(name) ?? [] };
}

/** The channel of the header, by which an event is classified. */
export function headerChannel(source: EventSource): unknown {
  if (source.system !== undefined) return systemField(source.system, ['Channel']);
  return source.data[HEADER_CHANNEL] ?? source.data['Channel'];
}

/** `NewValue` is what Windows calls `New Value` (specification 2.1.0, "Field Usage": names without their spaces). */
function withSpaces(name: string): string | undefined {
  const spaced = name.replace(/([a-z0-9])([A-Z])/g, '$1 $2').replace(/([A-Z])([A-Z][a-z])/g, '$1 $2');
  return spaced === name ? undefined : spaced;
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
