import { ExpressionError, type ExpressionReason } from '../custom/expression-error.ts';
import { grokLimits } from './limits.ts';
import { grokPatterns } from './patterns.ts';

const reference = /%\{([A-Z0-9_]+)(?::([A-Za-z_@][\w@-]*(?:\.[\w@-]+)*))?(?::(int|float))?\}/g;
/** What decides how text between patterns is to be read; groups in it capture nothing. */
const tokens = /\\[\s\S]?|\[(?:\\[\s\S]|[^\]\\])+\]|\((?:\?:?)?|[)|{}[]/g;
const quantifier = /^[?*+]/;
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** A field of an expression, and what its text is turned into. */
export interface GrokField {
  readonly name: string;
  readonly kind: 'int' | 'float' | undefined;
}

/** The regular expression behind a grok expression; its groups are the fields in their order. */
export interface GrokSource {
  readonly source: string;
  readonly fields: readonly GrokField[];
  /** Places at which the expression may be cut so that what stands before is an expression itself, first to last. */
  readonly cuts: readonly GrokCut[];
}

/** An expression up to one of its elements. */
interface GrokCut {
  /** UTF-16 units of the expression before the cut. */
  readonly expressionEnd: number;
  /** UTF-16 units of the regular expression before the cut. */
  readonly sourceEnd: number;
}

/** Depth of open groups, and whether the whole is one choice. */
interface Nesting {
  depth: number;
  choice: boolean;
}

/** @throws ExpressionError `grok_invalid` */
export function readGrok(expression: string): GrokSource {
  if (expression.length > grokLimits.expressionChars)
    throw invalid('too_long', 0, expression.length, { most: grokLimits.expressionChars });
  const fields: GrokField[] = [];
  const cuts: GrokCut[] = [];
  const nesting: Nesting = { depth: 0, choice: false };
  let source = '';
  let end = 0;
  const cut = (expressionEnd: number): void => {
    // A `?` belongs to what stands before it.
    const whole = nesting.depth === 0 && !quantifier.test(expression.slice(expressionEnd));
    if (whole && expressionEnd > 0) cuts.push({ expressionEnd, sourceEnd: source.length });
  };
  for (const match of expression.matchAll(reference)) {
    const [whole, pattern = '', name, kind] = match;
    const { index } = match;
    if (index > end) {
      source += plain(expression, end, index, nesting);
      cut(index);
    }
    end = index + whole.length;
    const body = grokPatterns.get(pattern);
    if (body === undefined) throw invalid('unknown_pattern', index, end, { pattern });
    if (name !== undefined) {
      if (name.split('.').some((part) => prototypeKeys.has(part))) throw invalid('bad_name', index, end, { name });
      if (fields.some((field) => field.name === name)) throw invalid('named_twice', index, end, { name });
      if (fields.push({ name, kind: kind as GrokField['kind'] }) > grokLimits.fields)
        throw invalid('too_many_fields', index, end, { most: grokLimits.fields });
    }
    source += name === undefined ? `(?:${body})` : `(${body})`;
    cut(end);
  }
  if (fields.length === 0) throw invalid('no_field', 0, expression.length);
  source += plain(expression, end, expression.length, nesting);
  return { source, fields, cuts: nesting.choice ? [] : cuts };
}

/** Text between patterns without what a linear engine cannot run. */
function plain(expression: string, from: number, to: number, nesting: Nesting): string {
  return expression.slice(from, to).replace(tokens, (token, offset: number) => {
    const refuse = (reason: ExpressionReason): ExpressionError =>
      invalid(reason, from + offset, from + offset + token.length, { token });
    if (/^\\(?:[1-9kpPuxc]|$)/.test(token)) throw refuse('cannot_be_used');
    if (token === '[') throw refuse('bare_bracket');
    if (token === '(?') throw refuse('cannot_be_used');
    if (token === '{' || token === '}') throw refuse('bare_brace');
    if (token === ')') nesting.depth--;
    if (token === '|' && nesting.depth === 0) nesting.choice = true;
    if (token !== '(' && token !== '(?:') return token;
    nesting.depth++;
    return '(?:';
  });
}

/** @param values what the message names */
export function invalid(
  reason: ExpressionReason,
  start: number,
  end: number,
  values: Readonly<Record<string, string | number>> = {},
): ExpressionError {
  return new ExpressionError('grok_invalid', reason, { start, end }, values);
}
