/**
 * Splits one line of delimiter-separated values under RFC 4180 section 2: a field may stand in double quotes, a doubled
 * quote is a quote. At most `limit` fields; what follows is the last one's.
 */
export function splitDelimited(line: string, delimiter: string, limit: number): string[] {
  if (line.indexOf('"') < 0) return line.split(delimiter, limit);
  const fields: string[] = [];
  const mark = delimiter.charCodeAt(0);
  let at = 0;
  while (at <= line.length && fields.length < limit) {
    if (line.charCodeAt(at) === 34) {
      let value = '';
      let from = at + 1;
      let end = line.indexOf('"', from);
      while (end >= 0 && line.charCodeAt(end + 1) === 34) {
        value += line.slice(from, end + 1);
        from = end + 2;
        end = line.indexOf('"', from);
      }
      if (end < 0) end = line.length;
      value += line.slice(from, end);
      at = end + 1;
      // Text behind a closing quote belongs to the field as written.
      const next = line.indexOf(delimiter, at);
      const stop = next < 0 ? line.length : next;
      fields.push(value + line.slice(at, stop));
      at = stop + 1;
    } else {
      const next = line.indexOf(delimiter, at);
      const stop = next < 0 ? line.length : next;
      fields.push(line.slice(at, stop));
      at = stop + 1;
    }
    if (at === line.length + 1 && line.charCodeAt(line.length - 1) === mark) break;
  }
  return fields;
}

/** Puts the values of a record under the names of its columns; a name `''` stands for a column of no interest. */
export function nameFields(
  native: Record<string, unknown>,
  names: readonly string[],
  values: readonly string[],
  from = 0,
): void {
  for (let i = 0; i < names.length; i++) {
    const name = names[i] as string;
    const value = values[from + i];
    if (value === undefined) return;
    if (name !== '' && value !== '') native[name] = value;
  }
}
