import type { NativeView } from '@haechi/event';
import { flatten, newNative } from '../event/native.ts';
import type { JsonObject } from '../json/value.ts';

/** A native view of a whole JSON record: every leaf under its dotted path. */
export function flatNative(value: JsonObject, budget: number): NativeView {
  const native = newNative();
  flatten(native, value, '', budget);
  return native;
}

/**
 * Gives every first-level name its other spelling (`operationName`, `OperationName`): exports of one service differ in
 * it, and so do the rules.
 */
export function addCaseAliases(native: NativeView): void {
  for (const name in native) {
    const first = name.charAt(0);
    const other = first === first.toLowerCase() ? first.toUpperCase() : first.toLowerCase();
    if (other !== first) native[other + name.slice(1)] ??= native[name];
  }
}
