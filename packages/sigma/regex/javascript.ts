import type { RegexNode } from './ast.ts';
import { unit } from './escapes.ts';

/**
 * The tree as JavaScript source that needs no flag: case is written out (`[aA]`), the dot is `[^\n]`, `$` also stands
 * before a last newline, as in PCRE. Without `/i` V8 can fall back to its linear engine.
 */
export function emitRegex(node: RegexNode): string {
  switch (node.kind) {
    case 'char':
      return node.fold ? folded(node.char) : unit(node.char.codePointAt(0)!);
    case 'any':
      return node.all ? '[^]' : '[^\\n]';
    case 'class':
      return node.body === '' ? (node.negated ? '[^]' : '[]') : `[${node.negated ? '^' : ''}${node.body}]`;
    case 'set':
      return node.text;
    case 'assert':
      return assertion(node.text, node.lines);
    case 'group':
      return `${node.open}${emitRegex(node.of)})`;
    case 'backreference':
      return `(?:\\${node.index})`;
    case 'concat':
      return node.of.map(emitRegex).join('');
    case 'alternatives':
      return node.of.map(emitRegex).join('|');
    case 'repeat':
      return `${repeatable(node.of)}${counts(node.min, node.max)}${node.lazy ? '?' : ''}`;
  }
}

/** A text in any case. */
export function emitText(text: string): string {
  return Array.from(text, folded).join('');
}

function folded(char: string): string {
  const cases = new Set([char, char.toLowerCase(), char.toUpperCase()].filter((each) => each.length === char.length));
  const units = [...cases].map((each) => unit(each.codePointAt(0)!));
  return units.length === 1 ? units[0]! : `[${units.join('')}]`;
}

function assertion(text: string, lines: boolean): string {
  switch (text) {
    case '^':
      return lines ? '(?<![^\\n])' : '^';
    case '$':
      return lines ? '(?![^\\n])' : '(?:\\n?$)';
    case '\\A':
      return '^';
    case '\\z':
      return '$';
    case '\\Z':
      return '(?:\\n?$)';
    default:
      return text;
  }
}

function repeatable(node: RegexNode): string {
  const text = emitRegex(node);
  const single = node.kind === 'char' ? node.char.length === 1 : node.kind !== 'assert' && node.kind !== 'concat';
  return single ? text : `(?:${text})`;
}

function counts(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}
