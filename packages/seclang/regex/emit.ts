import { children, type Node, type Pattern, RegexRefusal } from './ast.ts';
import { complement, members } from './byte-set.ts';
import { hasCapture, hasEmptyTurns } from './empty-turns.ts';

/** Which engine the source is for: `v8` is a flagless JavaScript pattern, `re2` the syntax of RE2. */
export type Dialect = 'v8' | 're2';

/** A repetition with more turns than this is not written out. */
const UNROLLED_TURNS = 4;

/** Source of an equivalent pattern and where its groups went. */
export interface Emitted {
  readonly source: string;
  /** `groups[n]` is the group of the emitted pattern that holds PCRE's group `n`; `groups[0]` moves for `\K`. */
  readonly groups: readonly number[];
}

/**
 * Writes a parsed pattern in another dialect with the same matches on strings of bytes (U+0000–U+00FF).
 *
 * Case is expanded (`[aA]`) and no flag is used, because V8's linear engine takes over only for flagless patterns
 * without lookaround and back references. Throws `RegexRefusal` where no exact equivalent exists.
 */
export function emit(pattern: Pattern, dialect: Dialect): Emitted {
  const emitter = new Emitter(dialect, pattern);
  const source = emitter.top(pattern.root);
  return { source, groups: emitter.groups };
}

class Emitter {
  readonly groups: number[] = [0];
  readonly #dialect: Dialect;
  readonly #definite: ReadonlySet<number>;
  readonly #captures: ReadonlyMap<number, Node>;
  #emitted = 0;
  #behind = false;

  constructor(dialect: Dialect, pattern: Pattern) {
    this.#dialect = dialect;
    this.#definite = definiteCaptures(pattern.root);
    this.#captures = captures(pattern.root);
  }

  /** `A\KB` keeps only B as the match: emitted as `A(B)` with group 0 moved there. */
  top(root: Node): string {
    const items = root.type === 'sequence' ? root.items : [root];
    const keepAt = items.findLastIndex((item) => item.type === 'keepOut');
    if (keepAt < 0) return this.#node(root);
    const before = items.slice(0, keepAt).filter((item) => item.type !== 'keepOut');
    const head = this.#node({ type: 'sequence', items: before });
    const group = ++this.#emitted;
    const tail = this.#node({ type: 'sequence', items: items.slice(keepAt + 1) });
    this.groups[0] = group;
    return `${head}(${tail})`;
  }

  #node(node: Node): string {
    switch (node.type) {
      case 'set':
        return emitSet(node.set, this.#dialect);
      case 'sequence':
        return node.items
          .map((item) => (item.type === 'alternation' ? `(?:${this.#node(item)})` : this.#node(item)))
          .join('');
      case 'alternation':
        return node.options.map((option) => this.#node(option)).join('|');
      case 'repeat':
        return this.#repeat(node);
      case 'capture': {
        if (this.#behind) throw new RegexRefusal('capturing groups inside a lookbehind are not supported');
        const group = ++this.#emitted;
        this.groups[node.index] = group;
        return `(${this.#node(node.item)})`;
      }
      case 'atomic':
        return this.#atomic(node.item);
      case 'look':
        return this.#look(node);
      case 'backreference':
        return this.#backreference(node.index, node.caseless);
      case 'assert':
        return this.#assert(node.kind);
      case 'keepOut':
        throw new RegexRefusal('\\K is supported only at the top level of a pattern');
    }
  }

  #repeat(node: Extract<Node, { type: 'repeat' }>): string {
    if (node.mode === 'possessive') return this.#atomic({ ...node, mode: 'greedy' });
    if (hasEmptyTurns(node)) return this.#unrolled(node);
    const inner = this.#node(node.item);
    const single = node.item.type === 'set' || node.item.type === 'capture';
    const item = single ? inner : `(?:${inner})`;
    return item + quantifier(node.min, node.max) + (node.mode === 'lazy' ? '?' : '');
  }

  /** Turn by turn as alternatives, which may be empty in both dialects: `X{1,2}` as `X(?:X|)`. */
  #unrolled({ item, min, max, mode }: Extract<Node, { type: 'repeat' }>): string {
    if (max > 1 && (max > UNROLLED_TURNS || hasCapture(item)))
      throw new RegexRefusal('a loop over something that may be empty has no exact equivalent');
    // Groups are numbered as they are written, so turns are emitted in the order of the text.
    const turns = (turn: number): string => {
      if (turn > max) return '';
      const rest = `(?:${this.#node(item)})${turns(turn + 1)}`;
      if (turn <= min) return rest;
      return mode === 'lazy' ? `(?:|${rest})` : `(?:${rest}|)`;
    };
    return turns(1);
  }

  /** A lookahead never gives back what it matched; the back reference then consumes exactly that. */
  #atomic(item: Node): string {
    if (this.#dialect === 're2') throw new RegexRefusal('atomic groups have no RE2 equivalent');
    if (this.#behind) throw new RegexRefusal('atomic groups inside a lookbehind are not supported');
    const group = ++this.#emitted;
    return `(?:(?=(${this.#node(item)}))\\${group})`;
  }

  #look(node: Extract<Node, { type: 'look' }>): string {
    if (this.#dialect === 're2') throw new RegexRefusal('lookaround has no RE2 equivalent');
    const outer = this.#behind;
    this.#behind ||= node.behind;
    const inner = this.#node(node.item);
    this.#behind = outer;
    return `(?${node.behind ? '<' : ''}${node.negative ? '!' : '='}${inner})`;
  }

  #backreference(index: number, caseless: boolean): string {
    if (this.#dialect === 're2') throw new RegexRefusal('back references have no RE2 equivalent');
    if (this.#behind) throw new RegexRefusal('back references inside a lookbehind are not supported');
    // To an unset group PCRE's reference fails and JavaScript's matches the empty string.
    if (!this.#definite.has(index))
      throw new RegexRefusal(`back reference to group ${index}, which may be unset, is not supported`);
    // The empty group keeps a digit behind the reference from becoming part of its number.
    const reference = `\\${this.groups[index]!}(?:)`;
    if (!caseless) return reference;
    // JavaScript folds é with É, PCRE on bytes does not: the same as long as the group holds neither.
    if (hasHighLetters(this.#captures.get(index)!))
      throw new RegexRefusal(`back reference without case to group ${index}, which may hold bytes above ASCII`);
    return `(?i:${reference})`;
  }

  #assert(kind: Extract<Node, { type: 'assert' }>['kind']): string {
    const re2 = this.#dialect === 're2';
    switch (kind) {
      case 'start':
        return re2 ? '\\A' : '^';
      case 'end':
        return re2 ? '\\z' : '$';
      case 'word':
        return '\\b';
      case 'notWord':
        return '\\B';
      default:
        if (re2) throw new RegexRefusal(`${kind} has no RE2 equivalent`);
        if (kind === 'endOrFinalNewline') return '(?=\\n?$)';
        // PCRE's multiline ^ does not match behind a newline that ends the subject.
        return kind === 'lineStart' ? '(?:^|(?<=\\n)(?=[^]))' : '(?=\\n|$)';
    }
  }
}

function quantifier(min: number, max: number): string {
  if (max === Number.POSITIVE_INFINITY) return min === 0 ? '*' : min === 1 ? '+' : `{${min},}`;
  if (min === 0 && max === 1) return '?';
  return min === max ? `{${min}}` : `{${min},${max}}`;
}

function emitSet(set: Uint8Array, dialect: Dialect): string {
  const bytes = members(set);
  if (bytes.length === 256) return dialect === 'v8' ? '[^]' : '[\\x{0}-\\x{FF}]';
  if (bytes.length === 0) return dialect === 'v8' ? '[]' : '[^\\x{0}-\\x{10FFFF}]';
  if (bytes.length === 1) return emitByte(bytes[0]!);
  const positive = emitRanges(bytes);
  if (bytes.length <= 128) return `[${positive}]`;
  const negative = emitRanges(members(complement(set)));
  return negative.length < positive.length ? `[^${negative}]` : `[${positive}]`;
}

function emitRanges(bytes: readonly number[]): string {
  let source = '';
  for (let index = 0; index < bytes.length; index++) {
    const first = bytes[index]!;
    while (index + 1 < bytes.length && bytes[index + 1] === bytes[index]! + 1) index++;
    const last = bytes[index]!;
    source += emitByte(first);
    if (last > first) source += (last > first + 1 ? '-' : '') + emitByte(last);
  }
  return source;
}

function emitByte(byte: number): string {
  const char = String.fromCharCode(byte);
  return /[0-9A-Za-z]/.test(char) ? char : `\\x${byte.toString(16).padStart(2, '0')}`;
}

function captures(root: Node): ReadonlyMap<number, Node> {
  const found = new Map<number, Node>();
  const walk = (node: Node): void => {
    if (node.type === 'capture') found.set(node.index, node);
    children(node).forEach(walk);
  };
  walk(root);
  return found;
}

/** Whether a node can match one of the letters of Latin-1 above ASCII. */
function hasHighLetters(node: Node): boolean {
  if (node.type === 'set') return members(node.set).some((byte) => byte >= 0xc0);
  return node.type === 'backreference' || children(node).some(hasHighLetters);
}

/** Groups that every match has passed: not optional, not repeated, not one option of several, not in a lookaround. */
function definiteCaptures(root: Node): ReadonlySet<number> {
  const found = new Set<number>();
  const walk = (node: Node): void => {
    if (node.type === 'alternation' || node.type === 'look' || node.type === 'repeat') return;
    if (node.type === 'capture') found.add(node.index);
    children(node).forEach(walk);
  };
  walk(root);
  return found;
}
