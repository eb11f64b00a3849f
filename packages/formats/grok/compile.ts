import type { ExpressionOutcome } from '../custom/outcome.ts';
import { type LinearSearch, linearSearch } from './linear.ts';
import { type GrokField, type GrokSource, invalid, readGrok } from './read-expression.ts';

/** A compiled expression: reads lines in linear time. */
export interface Grok {
  /** Characters of the longest line that it reads: fewer the more the expression has in it. */
  readonly lineChars: number;
  /** The fields of a line, or undefined where it does not match or is too long. */
  read(line: string): ReadonlyMap<string, string | number> | undefined;
  /** The same, and where the line stopped to match: the furthest of the expression's elements that it still did. */
  explain(line: string): ExpressionOutcome;
}

/**
 * Compiles `%{PATTERN:field}` and `%{PATTERN:field:int|float}` with regular expressions between them.
 *
 * @throws ExpressionError `grok_invalid`
 */
export function compileGrok(expression: string): Grok {
  const grok = readGrok(expression);
  const search = searchOf(grok.source, expression);
  if (search.lineChars === 0) throw invalid('too_large', 0, expression.length);
  const prefixes = new Map<number, LinearSearch>();
  return {
    lineChars: search.lineChars,
    read(line) {
      const match = search.exec(line);
      return match === null ? undefined : fieldsOf(match, grok.fields);
    },
    explain(line) {
      const match = search.exec(line);
      if (match !== null) return { matched: true, fields: fieldsOf(match, grok.fields) };
      if (line.length > search.lineChars) return { matched: false, at: search.lineChars, awaited: '' };
      return furthest(expression, grok, line, prefixes);
    },
  };
}

/** What stands before a cut matches wherever more does, so that the last cut that matches is found by halving. */
function furthest(
  expression: string,
  { source, cuts }: GrokSource,
  line: string,
  prefixes: Map<number, LinearSearch>,
): ExpressionOutcome {
  let low = 0;
  let at = 0;
  for (let high = cuts.length; low < high; ) {
    const middle = (low + high) >> 1;
    const end = cuts[middle]?.sourceEnd ?? 0;
    let prefix = prefixes.get(end);
    if (prefix === undefined) prefixes.set(end, (prefix = linearSearch(source.slice(0, end))));
    const match = prefix.exec(line);
    if (match === null) high = middle;
    else {
      low = middle + 1;
      at = match.index + match[0].length;
    }
  }
  const matchedTo = cuts[low - 1]?.expressionEnd ?? 0;
  return { matched: false, at, awaited: expression.slice(matchedTo, cuts[low]?.expressionEnd), matchedTo };
}

function fieldsOf(match: RegExpExecArray, fields: readonly GrokField[]): Map<string, string | number> {
  const values = new Map<string, string | number>();
  for (let index = 0; index < fields.length; index++) {
    const text = match[index + 1];
    const field = fields[index];
    if (text === undefined || field === undefined) continue;
    const { name, kind } = field;
    const value = kind === undefined ? text : kind === 'int' ? Math.trunc(Number(text)) : Number(text);
    values.set(name, Number.isNaN(value) ? text : value);
  }
  return values;
}

function searchOf(source: string, expression: string): LinearSearch {
  try {
    return linearSearch(source);
  } catch {
    throw invalid('no_expression', 0, expression.length);
  }
}
