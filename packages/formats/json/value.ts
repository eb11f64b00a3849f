/** What `JSON.parse` may give. */
export type JsonValue = string | number | boolean | null | JsonObject | JsonValue[];
export type JsonObject = { [key: string]: JsonValue };

/** Whether a value is a JSON object (not an array, not null). */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether the object itself (not its prototype) has the key. */
export function has(value: JsonObject, key: string): boolean {
  return Object.hasOwn(value, key);
}

/** The object under a key, or `undefined`. */
export function objectAt(value: JsonObject, key: string): JsonObject | undefined {
  const found = value[key];
  return isObject(found) && Object.hasOwn(value, key) ? found : undefined;
}

/** The non-empty string under a key, or `undefined`. */
export function textAt(value: JsonObject | undefined, key: string): string | undefined {
  const found = value?.[key];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

/** The number under a key, also when it is written as a string, or `undefined`. */
export function numberAt(value: JsonObject | undefined, key: string): number | undefined {
  const found = value?.[key];
  if (typeof found === 'number') return found;
  if (typeof found !== 'string' || found === '') return undefined;
  const parsed = Number(found);
  return Number.isFinite(parsed) ? parsed : undefined;
}

/** Whether a value nests deeper than `limit` levels. Recursion is bounded by the limit itself. */
export function isTooDeep(value: JsonValue, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if (limit === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) if (isTooDeep(item, limit - 1)) return true;
    return false;
  }
  for (const key in value) if (isTooDeep(value[key] as JsonValue, limit - 1)) return true;
  return false;
}

/** Parses a JSON text; `undefined` where it is not JSON (`null` is a value). */
export function parseJson(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}
