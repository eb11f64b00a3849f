import { RegexRefusal } from './ast.ts';
import { addAll, type ByteSet, complement, foldCase, noBytes, POSIX_CLASSES } from './byte-set.ts';
import { readEscape } from './escapes.ts';

/**
 * Parses a bracket expression (pcre2pattern(3), "Square brackets and character classes").
 *
 * Arguments: the pattern and the offset just after `[`. Returns the byte set and the offset after `]`. Where
 * case does not matter the members are folded before the set is turned round: `[^a-z]` has no capital letter either.
 * Throws `RegexRefusal` for an unterminated class, a reversed range or a POSIX collating element.
 */
export function parseClass(pattern: string, start: number, caseless: boolean): { set: ByteSet; next: number } {
  const set = noBytes();
  let at = start;
  const negated = pattern[at] === '^';
  if (negated) at++;
  let first = true;
  while (at < pattern.length && (first || pattern[at] !== ']')) {
    first = false;
    const item = readItem(pattern, at);
    at = item.next;
    if (item.set !== undefined) {
      addAll(set, item.set);
      continue;
    }
    const low = item.byte;
    if (pattern[at] === '-' && at + 1 < pattern.length && pattern[at + 1] !== ']') {
      const high = readItem(pattern, at + 1);
      if (high.set === undefined) {
        if (high.byte < low) throw new RegexRefusal('range out of order in character class', at);
        set.fill(1, low, high.byte + 1);
        at = high.next;
        continue;
      }
    }
    set[low] = 1;
  }
  if (at >= pattern.length) throw new RegexRefusal('missing terminating ] for character class', start - 1);
  const folded = caseless ? foldCase(set) : set;
  return { set: negated ? complement(folded) : folded, next: at + 1 };
}

type Item = { set: ByteSet; byte?: never; next: number } | { set?: never; byte: number; next: number };

function readItem(pattern: string, at: number): Item {
  const char = pattern[at]!;
  if (char === '[') {
    const posix = /^\[:(\^?)([a-z]+):\]/.exec(pattern.slice(at, at + 16));
    if (posix !== null) {
      const named = POSIX_CLASSES.get(posix[2]!);
      if (named === undefined) throw new RegexRefusal(`unknown POSIX class name ${posix[2]}`, at);
      return { set: posix[1] === '^' ? complement(named) : named, next: at + posix[0].length };
    }
    // As in PCRE, `[=` means nothing special unless `=]` follows within the class.
    if (/^\[([.=])(?:[^\]\\]|\\.)*?\1\]/s.test(pattern.slice(at)))
      throw new RegexRefusal('POSIX collating elements are not supported', at);
  }
  if (char !== '\\') {
    const byte = pattern.charCodeAt(at);
    if (byte > 255) throw new RegexRefusal('patterns are bytes: character above U+00FF', at);
    return { byte, next: at + 1 };
  }
  const escaped = readEscape(pattern, at + 1, true);
  if (escaped.kind === 'byte') return { byte: escaped.byte, next: escaped.next };
  if (escaped.kind === 'set') return { set: escaped.set, next: escaped.next };
  throw new RegexRefusal(`escape \\${pattern[at + 1] ?? ''} is not allowed in a character class`, at);
}
