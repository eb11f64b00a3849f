import type { Pattern } from './ast.ts';

/**
 * Lower case as ClickHouse's `lower` has it: ASCII letters only. Case is ignored in every comparison of text; scripts
 * without case (한글, かな) lose nothing by it.
 */
export function lower(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** A pattern as the argument of LIKE, in lower case: `%` between the pieces, LIKE's own wildcards escaped. */
export function like(pattern: Pattern): string {
  return pattern.map((piece) => lower(piece).replace(/[\\%_]/g, '\\$&')).join('%');
}

/** The pattern wherever it stands in a text. */
export function anywhere(pattern: Pattern): Pattern {
  return ['', ...pattern, ''];
}
