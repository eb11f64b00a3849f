import { ExpressionError, type ExpressionReason } from '../custom/expression-error.ts';
import type { ExpressionOutcome } from '../custom/outcome.ts';
import { dissectLimits } from './limits.ts';

/** A compiled expression: reads one line in time linear in its length. */
export type Dissector = (line: string) => ExpressionOutcome;

type Key = { readonly name: string; readonly append: boolean; readonly padded: boolean; readonly delimiter: string };

const keyText = /^(\?|\+)?([A-Za-z_@][\w@-]*(?:\.[\w@-]+)*)?(->)?$/;
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Compiles a dissect expression: `%{field}`, `%{}` and `%{?name}` (skipped), `%{+field}` (appended with a space),
 * `%{field->}` (the delimiter after it may repeat). Text between keys is taken literally.
 *
 * @throws ExpressionError `dissect_invalid`
 */
export function compileDissect(expression: string): Dissector {
  const { lead, keys } = readExpression(expression);
  return (line) => dissect(line, lead, keys);
}

function readExpression(expression: string): { lead: string; keys: Key[] } {
  if (expression.length > dissectLimits.expressionChars)
    throw invalid('too_long', 0, expression.length, { most: dissectLimits.expressionChars });
  const keys: Key[] = [];
  const named = new Set<string>();
  let open = expression.indexOf('%{');
  if (open < 0) throw invalid('no_field', 0, expression.length);
  const lead = expression.slice(0, open);
  while (open >= 0) {
    const close = expression.indexOf('}', open);
    if (close < 0) throw invalid('unclosed', open, expression.length);
    const next = expression.indexOf('%{', close);
    const end = close + 1;
    const delimiter = expression.slice(end, next < 0 ? undefined : next);
    if (next >= 0 && delimiter === '') throw invalid('adjacent', open, next + 2);
    if (delimiter.length > dissectLimits.delimiterChars)
      throw invalid('text_too_long', end, end + delimiter.length, { most: dissectLimits.delimiterChars });
    const refuse = (reason: ExpressionReason, name: string): ExpressionError => invalid(reason, open, end, { name });
    const key = readKey(expression.slice(open + 2, close), delimiter, refuse);
    const { name, append } = key;
    if (name !== '' && !append && named.has(name)) throw refuse('named_twice', name);
    if (append && !named.has(name)) throw refuse('append_first', name);
    if (name !== '') named.add(name);
    if (keys.push(key) > dissectLimits.keys) throw invalid('too_many_fields', open, end, { most: dissectLimits.keys });
    open = next;
  }
  return { lead, keys };
}

function readKey(
  text: string,
  delimiter: string,
  refuse: (reason: ExpressionReason, name: string) => ExpressionError,
): Key {
  const parts = keyText.exec(text);
  if (parts === null) throw refuse('bad_name', text);
  const [, modifier, name = '', arrow] = parts;
  if (modifier === '+' && name === '') throw refuse('append_unnamed', text);
  if (name.split('.').some((part) => prototypeKeys.has(part))) throw refuse('bad_name', name);
  if (arrow !== undefined && delimiter === '') throw refuse('pad_without_text', name);
  return { name: modifier === '?' ? '' : name, append: modifier === '+', padded: arrow !== undefined, delimiter };
}

function dissect(line: string, lead: string, keys: readonly Key[]): ExpressionOutcome {
  if (line.length > dissectLimits.lineChars) return { matched: false, at: dissectLimits.lineChars, awaited: '' };
  if (!line.startsWith(lead)) return { matched: false, at: 0, awaited: lead };
  const fields = new Map<string, string>();
  let at = lead.length;
  for (const { name, append, padded, delimiter } of keys) {
    const end = delimiter === '' ? line.length : line.indexOf(delimiter, at);
    if (end < 0) return { matched: false, at, awaited: delimiter };
    const value = line.slice(at, end);
    if (name !== '') fields.set(name, append ? `${fields.get(name)} ${value}` : value);
    at = end + delimiter.length;
    while (padded && line.startsWith(delimiter, at)) at += delimiter.length;
  }
  // Text after the last delimiter would be lost without a word.
  return at === line.length ? { matched: true, fields } : { matched: false, at, awaited: '' };
}

function invalid(
  reason: ExpressionReason,
  start: number,
  end: number,
  values: Readonly<Record<string, string | number>> = {},
): ExpressionError {
  return new ExpressionError('dissect_invalid', reason, { start, end }, values);
}
