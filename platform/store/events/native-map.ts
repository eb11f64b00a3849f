import type { NativeView } from '@haechi/event';

/**
 * The native view as the column holds it: field name → text. Text is itself; any other value is its JSON text behind
 * `MARK`, and so is text that begins with `MARK`, so that every view is given back as it was.
 */
type NativeColumn = Record<string, string>;

/** A control character (U+0001) that no log field begins with. */
const MARK = '\u0001';

export function nativeColumn(view: NativeView): NativeColumn {
  const column: NativeColumn = Object.create(null);
  for (const [key, value] of Object.entries(view)) {
    if (typeof value === 'string' && !value.startsWith(MARK)) column[key] = value;
    else if (value !== undefined) column[key] = MARK + JSON.stringify(value);
  }
  return column;
}

export function nativeView(column: NativeColumn): NativeView {
  const view: NativeView = Object.create(null);
  for (const [key, text] of Object.entries(column)) {
    view[key] = text.startsWith(MARK) ? JSON.parse(text.slice(MARK.length)) : text;
  }
  return view;
}
