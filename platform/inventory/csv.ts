/** A record of a CSV file. */
export interface CsvRecord {
  /** Line on which it begins, 1-based. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** Cells that a spreadsheet would take for a formula, or for one after it has dropped a tab or a line break (CWE-1236). */
const FORMULA = /^[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const GUARDED = /^'[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NEEDS_QUOTES = /[",;\r\n\t]|^\s|\s$/;

/**
 * Records of delimiter-separated values (RFC 4180): cells in double quotes may hold delimiters and line breaks, a doubled
 * quote is a quote. Records without any text are left out. The guard that `writeCsv` puts before formulas is taken off.
 *
 * @param most cells of a record; those behind are not read
 */
export function* readCsv(text: string, delimiter: string, most: number): Generator<CsvRecord> {
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const cells: string[] = [];
    const began = line;
    for (;;) {
      const cell = readCell(text, at, delimiter);
      if (cells.length < most) cells.push(unguarded(cell.value.trim()));
      line += cell.breaks;
      at = cell.end;
      if (text[at] !== delimiter) break;
      at++;
    }
    if (text[at] === '\r') at++;
    if (text[at] === '\n') at++;
    line++;
    if (cells.some((cell) => cell !== '')) yield { line: began, cells };
  }
}

/** A cell from `start`: up to the next delimiter or line end that is not within quotes. */
function readCell(text: string, start: number, delimiter: string): { value: string; end: number; breaks: number } {
  let value = '';
  let breaks = 0;
  let at = start;
  if (text[at] === '"') {
    let from = at + 1;
    let quote = text.indexOf('"', from);
    while (quote >= 0 && text[quote + 1] === '"') {
      value += text.slice(from, quote + 1);
      from = quote + 2;
      quote = text.indexOf('"', from);
    }
    const end = quote < 0 ? text.length : quote;
    value += text.slice(from, end);
    at = Math.min(end + 1, text.length);
    breaks = value.split('\n').length - 1;
  }
  let end = at;
  while (end < text.length && text[end] !== delimiter && text[end] !== '\n' && text[end] !== '\r') end++;
  return { value: value + text.slice(at, end), end, breaks };
}

/** Records as CSV with a byte order mark, by which Excel knows UTF-8. Formulas are made text by an apostrophe. */
export function writeCsv(records: Iterable<readonly string[]>): string {
  let text = '\uFEFF';
  for (const cells of records) text += `${cells.map(written).join(',')}\r\n`;
  return text;
}

function written(cell: string): string {
  const guarded = FORMULA.test(cell) ? `'${cell}` : cell;
  return NEEDS_QUOTES.test(guarded) ? `"${guarded.replaceAll('"', '""')}"` : guarded;
}

function unguarded(cell: string): string {
  return GUARDED.test(cell) ? cell.slice(1) : cell;
}
