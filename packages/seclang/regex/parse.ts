import { REGEX_GROUP_DEPTH, REGEX_PATTERN_BYTES } from '../limits.ts';
import { type Node, type Pattern, RegexRefusal, type RepeatMode } from './ast.ts';
import { allBytes, type ByteSet, byteRanges, complement, foldCase, noBytes, VERTICAL_SPACE } from './byte-set.ts';
import { parseClass } from './class-parser.ts';
import { readEscape } from './escapes.ts';

/** Option letters of `(?imsxU)`; each group restores the outer ones at its end. */
interface Flags {
  readonly caseless: boolean;
  readonly multiline: boolean;
  readonly dotAll: boolean;
  readonly extended: boolean;
  readonly ungreedy: boolean;
}

/** Options a pattern is compiled with, in PCRE's names. */
export interface ParseOptions {
  /** PCRE_CASELESS. Default false. */
  readonly caseless?: boolean;
}

/**
 * Parses a PCRE pattern (pcre2pattern(3)) compiled with DOTALL and DOLLAR_ENDONLY, without UTF and UCP, as ModSecurity's
 * `@rx` does. Throws `RegexRefusal` for syntax errors and for constructs without an exact equivalent: recursion,
 * conditionals, branch reset, backtracking verbs, Unicode properties.
 */
export function parsePattern(pattern: string, options: ParseOptions = {}): Pattern {
  if (pattern.length > REGEX_PATTERN_BYTES)
    throw new RegexRefusal(`pattern longer than ${REGEX_PATTERN_BYTES} bytes`, REGEX_PATTERN_BYTES);
  return new Parser(pattern, options.caseless ?? false).parse();
}

class Parser {
  readonly #source: string;
  readonly #names = new Map<string, number>();
  #at = 0;
  #captures = 0;
  #depth = 0;
  #flags: Flags;

  constructor(source: string, caseless: boolean) {
    this.#source = source;
    this.#flags = { caseless, multiline: false, dotAll: true, extended: false, ungreedy: false };
  }

  parse(): Pattern {
    const root = this.#alternation();
    if (this.#at < this.#source.length) this.#refuse('unmatched closing parenthesis');
    return { root, captures: this.#captures };
  }

  #refuse(message: string, at = this.#at): never {
    throw new RegexRefusal(message, at);
  }

  #alternation(): Node {
    if (++this.#depth > REGEX_GROUP_DEPTH) this.#refuse(`groups nested deeper than ${REGEX_GROUP_DEPTH}`);
    const outer = this.#flags;
    const options: Node[] = [this.#sequence()];
    while (this.#source[this.#at] === '|') {
      this.#at++;
      options.push(this.#sequence());
    }
    this.#flags = outer;
    this.#depth--;
    return options.length === 1 ? options[0]! : { type: 'alternation', options };
  }

  #sequence(): Node {
    const items: Node[] = [];
    while (this.#at < this.#source.length) {
      const char = this.#source[this.#at]!;
      if (char === '|' || char === ')') break;
      if (this.#flags.extended && this.#skipComment(char)) continue;
      const atom = this.#atom(char);
      if (atom === undefined) continue;
      items.push(this.#repeated(atom));
    }
    return items.length === 1 ? items[0]! : { type: 'sequence', items };
  }

  #skipComment(char: string): boolean {
    if (/\s/.test(char)) {
      this.#at++;
      return true;
    }
    if (char !== '#') return false;
    const end = this.#source.indexOf('\n', this.#at);
    this.#at = end < 0 ? this.#source.length : end + 1;
    return true;
  }

  #set(set: ByteSet): Node {
    return { type: 'set', set: this.#flags.caseless ? foldCase(set) : set };
  }

  /** One atom, or `undefined` for what leaves no node (comments, option settings, `\Q\E` without content). */
  #atom(char: string): Node | undefined {
    switch (char) {
      case '(':
        return this.#group();
      case '[': {
        const { set, next } = parseClass(this.#source, this.#at + 1, this.#flags.caseless);
        this.#at = next;
        return this.#set(set);
      }
      case '.':
        this.#at++;
        return { type: 'set', set: this.#flags.dotAll ? allBytes() : complement(byteRanges(10, 10)) };
      case '^':
        this.#at++;
        return { type: 'assert', kind: this.#flags.multiline ? 'lineStart' : 'start' };
      case '$':
        this.#at++;
        return { type: 'assert', kind: this.#flags.multiline ? 'lineEnd' : 'end' };
      case '*':
      case '+':
      case '?':
        return this.#refuse('quantifier does not follow a repeatable item');
      case '\\':
        return this.#escape();
      default: {
        const byte = char.charCodeAt(0);
        if (byte > 255) this.#refuse('patterns are bytes: character above U+00FF');
        this.#at++;
        return this.#byte(byte);
      }
    }
  }

  #byte(byte: number): Node {
    const set = noBytes();
    set[byte] = 1;
    return this.#set(set);
  }

  #escape(): Node | undefined {
    const following = this.#source[this.#at + 1];
    if (following === 'E') {
      this.#at += 2;
      return undefined;
    }
    if (following === 'Q') return this.#quotation();
    const escaped = readEscape(this.#source, this.#at + 1, false);
    const start = this.#at;
    this.#at = escaped.next;
    switch (escaped.kind) {
      case 'byte':
        return this.#byte(escaped.byte);
      case 'set':
        return { type: 'set', set: escaped.set };
      case 'assert':
        return { type: 'assert', kind: escaped.assert };
      case 'keepOut':
        return { type: 'keepOut' };
      case 'newline':
        return newlineSequence();
      case 'backreference':
        return this.#backreference(escaped.reference, start);
    }
  }

  /** `\Q…\E`: every character literally. A following quantifier binds to the last character, as in PCRE. */
  #quotation(): Node | undefined {
    const end = this.#source.indexOf('\\E', this.#at + 2);
    const stop = end < 0 ? this.#source.length : end;
    const bytes = this.#source.slice(this.#at + 2, stop);
    this.#at = end < 0 ? stop : stop + 2;
    const items = Array.from(bytes, (char) => this.#byte(char.charCodeAt(0)));
    const last = items.pop();
    if (last === undefined) return undefined;
    return { type: 'sequence', items: [...items, this.#repeated(last)] };
  }

  #backreference(reference: number | string, start: number): Node {
    const index =
      typeof reference === 'string'
        ? this.#names.get(reference)
        : reference < 0
          ? this.#captures + 1 + reference
          : reference;
    if (index === undefined || index < 1 || index > this.#captures)
      this.#refuse('reference to a group that does not exist before it', start);
    return { type: 'backreference', index, caseless: this.#flags.caseless };
  }

  #group(): Node | undefined {
    const start = this.#at;
    const rest = this.#source.slice(start, start + 64);
    if (rest.startsWith('(*')) this.#refuse('backtracking control verbs are not supported');
    if (!rest.startsWith('(?')) return this.#capture(1, undefined);
    const name = /^\(\?(?:P?<([A-Za-z_]\w*)>|'([A-Za-z_]\w*)')/.exec(rest);
    if (name !== null) return this.#capture(name[0].length, name[1] ?? name[2]!);
    const reference = /^\(\?P=(\w+)\)/.exec(rest);
    if (reference !== null) {
      this.#at += reference[0].length;
      return this.#backreference(reference[1]!, start);
    }
    if (rest.startsWith('(?#')) {
      const end = this.#source.indexOf(')', start);
      if (end < 0) this.#refuse('missing ) after (?# comment');
      this.#at = end + 1;
      return undefined;
    }
    const look = /^\(\?(<?)([=!])/.exec(rest);
    if (look !== null)
      return { type: 'look', behind: look[1] === '<', negative: look[2] === '!', item: this.#body(look[0].length) };
    if (rest.startsWith('(?>')) return { type: 'atomic', item: this.#body(3) };
    if (rest.startsWith('(?:')) return this.#body(3);
    return this.#options(rest);
  }

  #capture(skip: number, name: string | undefined): Node {
    const index = ++this.#captures;
    if (name !== undefined) {
      if (this.#names.has(name)) this.#refuse(`two groups named ${name}`);
      this.#names.set(name, index);
    }
    return { type: 'capture', index, item: this.#body(skip) };
  }

  /** `(?i)`, `(?i-s)` up to the end of the enclosing group, or `(?i:…)` for its own content. */
  #options(rest: string): Node | undefined {
    const found = /^\(\?([imsxUn]*)(?:-([imsxU]*))?([:)])/.exec(rest) ?? /^\(\?(\^)()([:)])/.exec(rest);
    if (found === null || found[1]!.includes('n')) this.#refuse(`group ${rest.slice(0, 4)} is not supported`);
    const outer = this.#flags;
    const changed = withLetters(outer, found![1]!, found![2] ?? '');
    if (found![3] === ')') {
      this.#at += found![0].length;
      this.#flags = changed;
      return undefined;
    }
    this.#flags = changed;
    const item = this.#body(found![0].length);
    this.#flags = outer;
    return item;
  }

  #body(skip: number): Node {
    const start = this.#at;
    this.#at += skip;
    const item = this.#alternation();
    if (this.#source[this.#at] !== ')') this.#refuse('missing closing parenthesis', start);
    this.#at++;
    // A group is one item for a quantifier behind it, so that a sequence is not torn apart.
    return item;
  }

  #repeated(atom: Node): Node {
    let node = atom;
    for (;;) {
      const quantifier = this.#quantifier();
      if (quantifier === undefined) return node;
      if (node.type === 'assert' || node.type === 'keepOut') this.#refuse('quantifier on an assertion');
      node = { type: 'repeat', item: node, ...quantifier };
    }
  }

  #quantifier(): { min: number; max: number; mode: RepeatMode } | undefined {
    const found = /^(?:([*+?])|\{([0-9]{1,5})(?:(,)([0-9]{1,5})?)?\})([?+]?)/.exec(
      this.#source.slice(this.#at, this.#at + 16),
    );
    if (found === null) return undefined;
    this.#at += found[0].length;
    const [, symbol, low, comma, high, suffix] = found;
    const min = symbol === undefined ? Number(low) : symbol === '+' ? 1 : 0;
    const max =
      symbol === undefined
        ? comma === undefined
          ? min
          : high === undefined
            ? Number.POSITIVE_INFINITY
            : Number(high)
        : symbol === '?'
          ? 1
          : Number.POSITIVE_INFINITY;
    if (max < min) this.#refuse('numbers out of order in {} quantifier');
    if (min > 65_535 || (max > 65_535 && max !== Number.POSITIVE_INFINITY))
      this.#refuse('number too big in {} quantifier');
    const lazy = (suffix === '?') !== this.#flags.ungreedy;
    return { min, max, mode: suffix === '+' ? 'possessive' : lazy ? 'lazy' : 'greedy' };
  }
}

function withLetters(flags: Flags, on: string, off: string): Flags {
  if (on === '^') return { caseless: false, multiline: false, dotAll: false, extended: false, ungreedy: false };
  const pick = (letter: string, before: boolean): boolean =>
    off.includes(letter) ? false : on.includes(letter) ? true : before;
  return {
    caseless: pick('i', flags.caseless),
    multiline: pick('m', flags.multiline),
    dotAll: pick('s', flags.dotAll),
    extended: pick('x', flags.extended),
    ungreedy: pick('U', flags.ungreedy),
  };
}

/** `\R`: CRLF as one unit, or any single line break; atomic by definition. */
function newlineSequence(): Node {
  const carriageReturn: Node = { type: 'set', set: byteRanges(13, 13) };
  const lineFeed: Node = { type: 'set', set: byteRanges(10, 10) };
  return {
    type: 'atomic',
    item: {
      type: 'alternation',
      options: [
        { type: 'sequence', items: [carriageReturn, lineFeed] },
        { type: 'set', set: VERTICAL_SPACE },
      ],
    },
  };
}
