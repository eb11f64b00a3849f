/** A text as a ClickHouse string literal. */
export function quote(text: string): string {
  return `'${text.replace(/[\\'\0\n\r\t\x01]/g, (char) => ESCAPES[char]!)}'`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '\0': '\\0',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\x01': '\\x01',
};

/** Strings as an array literal. */
export function quoteAll(texts: readonly string[]): string {
  return `[${texts.map(quote).join(', ')}]`;
}

/** All hold; `1` for none. */
export function allOf(conditions: readonly string[]): string {
  return joined(conditions, 'AND', '1');
}

/** One holds; `0` for none. */
export function anyOf(conditions: readonly string[]): string {
  return joined(conditions, 'OR', '0');
}

function joined(conditions: readonly string[], word: 'AND' | 'OR', none: string): string {
  if (conditions.length === 0) return none;
  return conditions.length === 1 ? conditions[0]! : `(${conditions.join(` ${word} `)})`;
}
