import type { NativeView } from '@haechi/event';
import type { RowBinary } from './row-binary.ts';

/**
 * The native view as the column holds it: field name → text. Text is itself; any other value is its JSON text behind
 * `MARK`, and so is text that begins with `MARK`, so that every view is given back as it was.
 */
type NativeColumn = Record<string, string>;

/** A control character (U+0001) that no log field begins with. */
const MARK = '\u0001';

/** Writes a view as the column's value: the count of fields, then each name and its text. */
export function writeNative(out: RowBinary, view: NativeView): void {
  let count = 0;
  for (const key in view) if (view[key] !== undefined) count++;
  out.varint(count);
  for (const key in view) {
    const value = view[key];
    if (value === undefined) continue;
    out.text(key);
    out.text(typeof value === 'string' && !value.startsWith(MARK) ? value : MARK + JSON.stringify(value));
  }
}

export function nativeView(column: NativeColumn): NativeView {
  const view: NativeView = Object.create(null);
  for (const [key, text] of Object.entries(column)) {
    view[key] = text.startsWith(MARK) ? JSON.parse(text.slice(MARK.length)) : text;
  }
  return view;
}
