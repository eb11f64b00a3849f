import { HaechiError } from '@haechi/event';
import { dissectLimits } from './limits.ts';

/** What a line gave: its fields, or the offset in characters where it stopped to match and the text awaited there. */
export type DissectOutcome =
  | { readonly matched: true; readonly fields: ReadonlyMap<string, string> }
  | { readonly matched: false; readonly at: number; readonly awaited: string };

/** A compiled expression: reads one line in time linear in its length. */
export type Dissector = (line: string) => DissectOutcome;

type Key = { readonly name: string; readonly append: boolean; readonly padded: boolean; readonly delimiter: string };

const keyText = /^(\?|\+)?([A-Za-z_@][\w@-]*(?:\.[\w@-]+)*)?(->)?$/;
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Compiles a dissect expression: `%{field}`, `%{}` and `%{?name}` (skipped), `%{+field}` (appended with a space),
 * `%{field->}` (the delimiter after it may repeat). Text between keys is taken literally.
 *
 * @throws HaechiError `dissect_invalid` with the character at which the expression is wrong
 */
export function compileDissect(expression: string): Dissector {
  const { lead, keys } = readExpression(expression);
  return (line) => dissect(line, lead, keys);
}

function readExpression(expression: string): { lead: string; keys: Key[] } {
  if (expression.length > dissectLimits.expressionChars) {
    throw invalid(`the expression is longer than ${dissectLimits.expressionChars} characters`, 0);
  }
  const keys: Key[] = [];
  const named = new Set<string>();
  let open = expression.indexOf('%{');
  if (open < 0) throw invalid('the expression names no field', 0);
  const lead = expression.slice(0, open);
  while (open >= 0) {
    const close = expression.indexOf('}', open);
    if (close < 0) throw invalid('a %{ is not closed', open);
    const next = expression.indexOf('%{', close);
    const delimiter = expression.slice(close + 1, next < 0 ? undefined : next);
    if (next >= 0 && delimiter === '') throw invalid('two fields follow each other without text between them', next);
    const key = readKey(expression.slice(open + 2, close), delimiter, open);
    if (key.name !== '' && !key.append && named.has(key.name)) throw invalid(`${key.name} is named twice`, open);
    if (key.append && !named.has(key.name)) throw invalid(`nothing before appends to ${key.name}`, open);
    if (key.name !== '') named.add(key.name);
    if (keys.push(key) > dissectLimits.keys) throw invalid(`more than ${dissectLimits.keys} fields`, open);
    open = next;
  }
  return { lead, keys };
}

function readKey(text: string, delimiter: string, at: number): Key {
  const parts = keyText.exec(text);
  if (parts === null) throw invalid(`%{${text}} is not a field name`, at);
  const [, modifier, name = '', arrow] = parts;
  if (modifier === '+' && name === '') throw invalid('%{+} names no field to append to', at);
  if (name.split('.').some((part) => prototypeKeys.has(part))) throw invalid(`${name} is not a field name`, at);
  if (arrow !== undefined && delimiter === '') throw invalid('padding needs text after the field', at);
  return { name: modifier === '?' ? '' : name, append: modifier === '+', padded: arrow !== undefined, delimiter };
}

function dissect(line: string, lead: string, keys: readonly Key[]): DissectOutcome {
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

function invalid(what: string, at: number): HaechiError {
  return new HaechiError('dissect_invalid', {
    what,
    where: `character ${at + 1} of the expression`,
    remedy: 'write fields and the text between them, for example: %{source.ip} - %{user.name} [%{?time}] %{message}',
  });
}
