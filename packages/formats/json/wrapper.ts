import { isObject, type JsonObject, type JsonValue } from './value.ts';

/** Names under which services put an array of records: CloudTrail, Azure Event Hub and Graph, GCP and others. */
export const WRAPPER_KEYS = ['Records', 'records', 'value', 'entries', 'events', 'Events', 'logs'] as const;

/** The records of a wrapper document, or `undefined` when the object is a record itself. */
export function wrappedRecords(value: JsonObject): JsonValue[] | undefined {
  let count = 0;
  for (const _ in value) if (++count > 6) return undefined;
  for (const key of WRAPPER_KEYS) {
    const items = value[key];
    // A record may have such a field too: a wrapper has nothing that tells when something happened.
    if (Array.isArray(items) && items.length > 0 && isObject(items[0]) && !hasTime(value)) return items;
  }
  return undefined;
}

function hasTime(value: JsonObject): boolean {
  return (
    (value['@timestamp'] ?? value['timestamp'] ?? value['eventTime'] ?? value['time'] ?? value['ts']) !== undefined
  );
}
