import type { NativeView } from '@haechi/event';
import type { JsonObject, JsonValue } from '../json/value.ts';

/**
 * A record whose keys come from outside. Its prototype is empty and has none itself, so `__proto__` and `constructor`
 * are keys like any other; unlike `Object.create(null)` it stays a fast object in V8.
 */
const Bare = function Bare() {} as unknown as { new (): Record<string, unknown>; prototype: unknown };
Bare.prototype = Object.freeze(Object.create(null));

/** A new, empty native view. */
export function newNative(): NativeView {
  return new Bare();
}

/** A new, empty map of outside keys to values of one type. */
export function newMap<T>(): Record<string, T> {
  return new Bare() as Record<string, T>;
}

/**
 * Flattens a JSON object into a native view: `a.b` for nested objects; an array of scalars stays one; the members of an
 * array of objects become arrays under their own paths. Stops at `budget` leaves; answers how many are left.
 */
export function flatten(native: NativeView, value: JsonObject, prefix: string, budget: number): number {
  let left = budget;
  for (const key in value) {
    if (left <= 0) return 0;
    left = flattenValue(native, value[key] as JsonValue, prefix === '' ? key : `${prefix}.${key}`, left);
  }
  return left;
}

function flattenValue(native: NativeView, value: JsonValue, path: string, budget: number): number {
  if (typeof value !== 'object' || value === null) {
    native[path] = value;
    return budget - 1;
  }
  if (!Array.isArray(value)) return flatten(native, value, path, budget);
  let left = budget;
  let scalars: JsonValue[] | undefined;
  for (const item of value) {
    if (left <= 0) break;
    if (typeof item !== 'object' || item === null) {
      scalars ??= [];
      scalars.push(item);
      left -= 1;
    } else {
      left = flattenInArray(native, item, path, left);
    }
  }
  if (scalars !== undefined) append(native, path, scalars);
  return left;
}

function flattenInArray(native: NativeView, value: JsonValue, path: string, budget: number): number {
  let left = budget;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (left <= 0) return 0;
      left = flattenInArray(native, item, path, left);
    }
    return left;
  }
  if (typeof value !== 'object' || value === null) {
    append(native, path, [value]);
    return left - 1;
  }
  for (const key in value) {
    if (left <= 0) return 0;
    left = flattenInArray(native, value[key] as JsonValue, `${path}.${key}`, left);
  }
  return left;
}

function append(native: NativeView, path: string, values: unknown[]): void {
  const present = native[path];
  if (Array.isArray(present)) for (const value of values) present.push(value);
  else native[path] = present === undefined ? values : [present, ...values];
}
