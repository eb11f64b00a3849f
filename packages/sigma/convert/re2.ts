import type { RegexFlags } from '../model.ts';
import type { RegexNode } from '../regex/ast.ts';
import { parseRegex } from '../regex/parse.ts';
import { NotConvertible } from './errors.ts';

/** Most repeats that RE2 counts. */
const MAX_COUNT = 1_000;

/**
 * An expression in RE2's language, for ClickHouse's `match`, which takes the dot for any character: here it is written
 * out, as is case.
 *
 * @throws NotConvertible for lookaround, back references and counts that RE2 does not have
 */
export function toRe2(source: string, flags: RegexFlags): string {
  return emit(parseRegex(source, flags));
}

function emit(node: RegexNode): string {
  switch (node.kind) {
    case 'char':
      return node.fold ? eitherCase(node.char) : character(node.char);
    case 'any':
      return node.all ? '(?s:.)' : '[^\\n]';
    case 'class':
      if (node.body === '') return node.negated ? '(?s:.)' : '[^\\x{0}-\\x{10FFFF}]';
      return `[${node.negated ? '^' : ''}${classBody(node.body)}]`;
    case 'set':
      return node.text.replace(/\{\^?[A-Za-z]+=/, '{');
    case 'assert':
      return assertion(node.text, node.lines);
    case 'group':
      if (node.open !== '(' && node.open !== '(?:') throw new NotConvertible('lookaround in a regular expression');
      return `(?:${emit(node.of)})`;
    case 'backreference':
      throw new NotConvertible('a back reference in a regular expression');
    case 'concat':
      return node.of.map(emit).join('');
    case 'alternatives':
      return node.of.map(emit).join('|');
    case 'repeat': {
      const { min, max } = node;
      if (min > MAX_COUNT || (max !== Number.POSITIVE_INFINITY && max > MAX_COUNT))
        throw new NotConvertible(`a count above ${MAX_COUNT} in a regular expression`);
      return `(?:${emit(node.of)}){${min},${max === Number.POSITIVE_INFINITY ? '' : max}}`;
    }
  }
}

function eitherCase(char: string): string {
  const cases = new Set([char, char.toLowerCase(), char.toUpperCase()].filter((each) => each.length === char.length));
  return cases.size === 1 ? character(char) : `[${[...cases].map(character).join('')}]`;
}

function character(char: string): string {
  return /[0-9A-Za-z _]/.test(char) ? char : `\\x{${char.codePointAt(0)!.toString(16)}}`;
}

/** JavaScript's escapes of units, and the bracket, which RE2 takes for the start of a POSIX class, in RE2's form. */
function classBody(body: string): string {
  return body.replace(/\\u([0-9A-Fa-f]{4})|\\(.)|\[/g, (all, wide: string | undefined, escaped: string | undefined) => {
    if (wide !== undefined) return `\\x{${wide}}`;
    return escaped === '/' ? '/' : escaped === undefined ? '\\[' : all;
  });
}

function assertion(text: string, lines: boolean): string {
  switch (text) {
    case '^':
      return lines ? '(?m:^)' : '\\A';
    case '$':
      return lines ? '(?m:$)' : '(?:\\n?\\z)';
    case '\\Z':
      return '(?:\\n?\\z)';
    default:
      return text;
  }
}
