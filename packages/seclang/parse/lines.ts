/** A directive with its continuation lines joined. */
export interface LogicalLine {
  /** 1-based number of its first line. */
  readonly line: number;
  readonly text: string;
}

/**
 * Joins continuation lines (a backslash before the line end) and drops comments and empty lines. A comment line is never
 * continued, and one between continuation lines is passed over.
 */
export function logicalLines(content: string): LogicalLine[] {
  const found: LogicalLine[] = [];
  let text = '';
  let start = 0;
  content.split('\n').forEach((raw, index) => {
    const line = raw.endsWith('\r') ? raw.slice(0, -1) : raw;
    if (line.trimStart().startsWith('#')) return;
    if (text === '') start = index + 1;
    if (line.endsWith('\\')) {
      text += line.slice(0, -1);
      return;
    }
    text += line;
    if (text.trim() !== '') found.push({ line: start, text: text.trim() });
    text = '';
  });
  if (text.trim() !== '') found.push({ line: start, text: text.trim() });
  return found;
}
