import { RuleFault } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { Expr } from '../model.ts';
import { allOf, anyOf } from './item.ts';

/**
 * A condition over named searches (specification 2.1.0, "Condition"): `or` binds least, then `and`, `not`,
 * `1/any/all of them|pattern`, parentheses. Throws `RuleFault` with what was expected.
 */
export function parseCondition(text: string, searches: ReadonlyMap<string, Expr>): Expr {
  if (/\|/.test(text))
    throw new RuleFault('unsupported_condition', `'${text}' uses the withdrawn pipe syntax; write a correlation rule`);
  const tokens = text.match(/[()]|[^\s()]+/g) ?? [];
  if (tokens.length === 0) throw new RuleFault('invalid_condition', 'the condition is empty');
  if (tokens.length > LIMITS.conditionTokens)
    throw new RuleFault('limit_exceeded', `the condition has more than ${LIMITS.conditionTokens} words`);
  const parser: Parser = { tokens, at: 0, searches, text };
  const expr = parseOr(parser, 0);
  if (parser.at < tokens.length) throw unexpected(parser);
  return expr;
}

interface Parser {
  readonly tokens: readonly string[];
  at: number;
  readonly searches: ReadonlyMap<string, Expr>;
  readonly text: string;
}

function parseOr(parser: Parser, depth: number): Expr {
  const of = [parseAnd(parser, depth)];
  while (takeWord(parser, 'or')) of.push(parseAnd(parser, depth));
  return anyOf(of);
}

function parseAnd(parser: Parser, depth: number): Expr {
  const of = [parseNot(parser, depth)];
  while (takeWord(parser, 'and')) of.push(parseNot(parser, depth));
  return allOf(of);
}

function parseNot(parser: Parser, depth: number): Expr {
  if (depth > LIMITS.conditionDepth)
    throw new RuleFault('limit_exceeded', `the condition is nested deeper than ${LIMITS.conditionDepth}`);
  if (takeWord(parser, 'not')) return { kind: 'not', of: parseNot(parser, depth + 1) };
  return parseOperand(parser, depth);
}

function parseOperand(parser: Parser, depth: number): Expr {
  const token = parser.tokens[parser.at];
  if (token === undefined) throw unexpected(parser);
  if (token === '(') {
    parser.at++;
    const inner = parseOr(parser, depth + 1);
    if (parser.tokens[parser.at] !== ')') throw unexpected(parser);
    parser.at++;
    return inner;
  }
  if (parser.tokens[parser.at + 1]?.toLowerCase() === 'of') return parseQuantifier(parser, token.toLowerCase());
  if (token === ')') throw unexpected(parser);
  const search = parser.searches.get(token);
  if (search === undefined)
    throw new RuleFault('unknown_identifier', `the condition names '${token}', which is not there`);
  parser.at++;
  return search;
}

function parseQuantifier(parser: Parser, quantifier: string): Expr {
  if (quantifier !== '1' && quantifier !== 'any' && quantifier !== 'all')
    throw new RuleFault('unsupported_condition', `'${quantifier} of' is not 1, any or all`);
  const bracketed = parser.tokens[parser.at + 2] === '(';
  const pattern = parser.tokens[parser.at + (bracketed ? 3 : 2)];
  if (pattern === undefined || (bracketed && parser.tokens[parser.at + 4] !== ')')) {
    parser.at += 2;
    throw unexpected(parser);
  }
  parser.at += bracketed ? 5 : 3;
  const of = [...parser.searches].filter(([name]) => covers(pattern, name)).map(([, search]) => search);
  if (of.length === 0) throw new RuleFault('unknown_identifier', `no search identifier fits '${pattern}'`);
  return quantifier === 'all' ? allOf(of) : anyOf(of);
}

/** `them` is everything; a name with a leading underscore is left out unless the pattern itself begins with one. */
function covers(pattern: string, name: string): boolean {
  if (name.startsWith('_') && !pattern.startsWith('_')) return false;
  if (pattern.toLowerCase() === 'them') return true;
  const source = pattern.split('*').map((text) => text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'));
  return new RegExp(`^${source.join('.*')}$`, 's').test(name);
}

/** Takes `and`, `or` or `not`, unless a search identifier has that very name. */
function takeWord(parser: Parser, word: string): boolean {
  const token = parser.tokens[parser.at];
  if (token === undefined || token.toLowerCase() !== word || parser.searches.has(token)) return false;
  parser.at++;
  return true;
}

function unexpected(parser: Parser): RuleFault {
  const token = parser.tokens[parser.at];
  const what = token === undefined ? 'ends too early' : `has '${token}' where it was not expected`;
  return new RuleFault('invalid_condition', `the condition '${parser.text}' ${what}`);
}
