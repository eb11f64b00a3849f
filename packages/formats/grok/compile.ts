import { HaechiError } from '@haechi/event';
import { grokPatterns } from './patterns.ts';

const expressionChars = 4096;
const fieldsMost = 64;
const lineChars = 65_536;
const reference = /%\{([A-Z0-9_]+)(?::([A-Za-z_@][\w@-]*(?:\.[\w@-]+)*))?(?::(int|float))?\}/g;
const prototypeKeys = new Set(['__proto__', 'constructor', 'prototype']);

/** The fields of a line, or undefined where it does not match or is longer than 65,536 characters. */
export type GrokMatcher = (line: string) => ReadonlyMap<string, string | number> | undefined;

/** The regular expression behind a grok expression; its groups are the fields in their order. */
interface GrokSource {
  readonly source: string;
  readonly fields: readonly { readonly name: string; readonly kind: string | undefined }[];
}

/**
 * Compiles `%{PATTERN:field}` and `%{PATTERN:field:int|float}` with regular expressions between them. Lines are read in
 * linear time where V8 falls back to its linear engine, as the launcher tells it to.
 *
 * @throws HaechiError `grok_invalid`
 */
export function compileGrok(expression: string): GrokMatcher {
  const { source, fields } = grokSource(expression);
  const regex = compiled(source);
  return (line) => {
    if (line.length > lineChars) return undefined;
    const match = regex.exec(line);
    if (match === null) return undefined;
    const values = new Map<string, string | number>();
    fields.forEach(({ name, kind }, index) => {
      const text = match[index + 1];
      if (text === undefined) return;
      const value = kind === undefined ? text : kind === 'int' ? Math.trunc(Number(text)) : Number(text);
      values.set(name, Number.isNaN(value) ? text : value);
    });
    return values;
  };
}

/** What `compileGrok` hands to the engine. Throws like it. */
export function grokSource(expression: string): GrokSource {
  if (expression.length > expressionChars) throw invalid(`longer than ${expressionChars} characters`);
  const fields: { name: string; kind: string | undefined }[] = [];
  let source = '';
  let end = 0;
  for (const match of expression.matchAll(reference)) {
    const [whole, pattern = '', name, kind] = match;
    source += plain(expression.slice(end, match.index));
    end = match.index + whole.length;
    const body = grokPatterns.get(pattern);
    if (body === undefined) throw invalid(`there is no pattern ${pattern}`);
    if (name?.split('.').some((part) => prototypeKeys.has(part))) throw invalid(`${name} is not a field name`);
    if (fields.some((field) => field.name === name)) throw invalid(`${name} is named twice`);
    if (name !== undefined && fields.push({ name, kind }) > fieldsMost) throw invalid(`more than ${fieldsMost} fields`);
    source += name === undefined ? `(?:${body})` : `(${body})`;
  }
  if (fields.length === 0) throw invalid('the expression names no field');
  return { source: source + plain(expression.slice(end)), fields };
}

/** Text between patterns without what a linear engine cannot run; groups in it capture nothing. */
function plain(text: string): string {
  return text.replace(/\\[\s\S]?|\[(?:\\[\s\S]|[^\]\\])+\]|\((?:\?:?)?|[{}[]/g, (token) => {
    if (/^\\(?:[1-9kpPuxc]|$)/.test(token)) throw invalid(`${token} cannot be used`);
    if (token === '[') throw invalid('write \\[ for a bracket');
    if (token === '(?') throw invalid('lookaround, named groups and flags cannot be used');
    if (token === '{' || token === '}') throw invalid('write \\{ for a brace; counts cannot be used');
    return token === '(' ? '(?:' : token;
  });
}

function compiled(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch {
    throw invalid('the text between the patterns is no regular expression');
  }
}

function invalid(what: string): HaechiError {
  return new HaechiError('grok_invalid', {
    what,
    where: 'the grok expression',
    remedy: 'for example: %{IP:source.ip} %{USER:user.name} \\[%{INT:process.pid:int}\\] %{GREEDYDATA:message}',
  });
}
