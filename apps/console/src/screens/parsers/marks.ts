/** A part of a line, and the field whose value it is. */
interface Part {
  readonly text: string;
  readonly field?: string;
}

/**
 * Cuts a line where the values of its fields stand, in their order. A value that cannot be found behind the one before it
 * (it was converted, or put together) is not marked.
 */
export function markValues(
  line: string,
  fields: readonly { readonly name: string; readonly value: string | number }[],
): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const { name, value } of fields) {
    const text = String(value);
    const at = text === '' ? -1 : line.indexOf(text, end);
    if (at < 0) continue;
    if (at > end) parts.push({ text: line.slice(end, at) });
    parts.push({ text, field: name });
    end = at + text.length;
  }
  if (end < line.length) parts.push({ text: line.slice(end) });
  return parts;
}
