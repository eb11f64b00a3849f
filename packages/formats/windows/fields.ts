import type { NativeView } from '@haechi/event';

/** A field's text; `undefined` for what Windows writes in place of nothing (`-`, an empty string). */
export function textField(native: NativeView, name: string): string | undefined {
  const value = native[name];
  if (typeof value === 'number') return String(value);
  if (typeof value !== 'string' || value === '' || value === '-') return undefined;
  return value;
}
