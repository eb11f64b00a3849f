/** A record as it may come in: nested Windows JSON, or flat with native names. */
export type EventRecord = Readonly<Record<string, unknown>>;

/** Where the fields of one event are found. */
export interface EventSource {
  readonly event: EventRecord;
  /** The map with the source's own names: `EventData` (or what is inside `UserData`), or the flat event itself. */
  readonly data: EventRecord;
  /** `Event.System` of nested Windows JSON. */
  readonly system: EventRecord | undefined;
}

const EMPTY: EventRecord = Object.freeze(Object.create(null) as Record<string, unknown>);

/** Finds out which of the two shapes the event has. */
export function eventSource(event: EventRecord): EventSource {
  const inner = event['Event'];
  if (!isRecord(inner) || !isRecord(inner['System'])) return { event, data: event, system: undefined };
  return { event, data: eventData(inner), system: inner['System'] };
}

function eventData(inner: EventRecord): EventRecord {
  const data = inner['EventData'];
  if (isRecord(data)) return Array.isArray(data['Data']) ? named(data) : data;
  const user = inner['UserData'];
  if (!isRecord(user)) return EMPTY;
  for (const key in user) {
    const child = user[key];
    if (key !== '#attributes' && isRecord(child)) return child;
  }
  return user;
}

/** `Data: [{"@Name": "Image", "#text": "…"}]`, as XML converters give it, as a map by name. */
function named(data: EventRecord): EventRecord {
  const list = data['Data'] as readonly unknown[];
  if (!list.some((each) => isRecord(each) && nameOf(each) !== undefined)) return data;
  const map: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const each of list) {
    const name = isRecord(each) ? nameOf(each) : undefined;
    if (name !== undefined && isRecord(each)) map[name] = each['#text'] ?? null;
  }
  return map;
}

function nameOf(entry: EventRecord): string | undefined {
  const attributes = entry['#attributes'];
  const name = entry['@Name'] ?? entry['Name'] ?? (isRecord(attributes) ? attributes['Name'] : undefined);
  return typeof name === 'string' ? name : undefined;
}

export function isRecord(value: unknown): value is EventRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
