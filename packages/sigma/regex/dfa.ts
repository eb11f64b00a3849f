import type { Assertion, Program } from './nfa.ts';

/** Steps in all states kept; past this the table is emptied and filled again, so that memory has a bound. */
const MAX_KEPT = 200_000;
const UNKNOWN = -1;
const MATCHED = -2;
/** Symbols beside the classes of characters. */
const END = 0;
const FINAL_NEWLINE = 1;
const FIRST_CLASS = 2;
/** What the character before a position is. */
const BEGIN = 0;
const WORD = 1;
const NEWLINE = 2;
const OTHER = 3;

interface Context {
  readonly before: number;
  /** Kind of the character that follows, or `END`'s. */
  readonly after: number;
  readonly atEnd: boolean;
  readonly atFinalNewline: boolean;
}

interface State {
  readonly steps: readonly number[];
  readonly before: number;
}

/**
 * Searches with a deterministic automaton that is made as it is needed: one step a character, whatever the expression
 * (Thompson 1968; Cox, "Regular Expression Matching: the Virtual Machine Approach"). Characters that no set tells apart
 * are one symbol.
 */
export class LazyDfa {
  readonly #program: Program;
  readonly #ascii = new Int16Array(128).fill(UNKNOWN);
  readonly #wide = new Map<number, number>();
  /** Symbol by which sets a character is in (and, where assertions ask, its kind). */
  readonly #symbols = new Map<string, number>();
  /** Per symbol: the sets it is in, and its kind. */
  readonly #members: boolean[][] = [];
  readonly #kinds: number[] = [];
  #next: Int32Array[] = [];
  #states: State[] = [];
  #ids = new Map<string, number>();
  #kept = 0;
  readonly #begin: State;

  constructor(program: Program) {
    this.#program = program;
    this.#begin = { steps: [program.start], before: BEGIN };
  }

  /** Whether the expression is found anywhere in the value. */
  test(value: string): boolean {
    const { length } = value;
    const last = length - 1;
    let state = this.#id(this.#begin);
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      const symbol =
        i === last && unit === 0x0a ? FINAL_NEWLINE : unit < 128 ? this.#asciiSymbol(unit) : this.#wideSymbol(unit);
      let next = this.#next[state]![symbol]!;
      if (next === UNKNOWN) next = this.#step(state, symbol, unit);
      if (next === MATCHED) return true;
      state = next;
    }
    const end = this.#next[state]![END]!;
    return (end === UNKNOWN ? this.#step(state, END, -1) : end) === MATCHED;
  }

  #asciiSymbol(unit: number): number {
    const known = this.#ascii[unit]!;
    return known === UNKNOWN ? (this.#ascii[unit] = this.#classify(unit)) : known;
  }

  #wideSymbol(unit: number): number {
    let known = this.#wide.get(unit);
    if (known === undefined) this.#wide.set(unit, (known = this.#classify(unit)));
    return known;
  }

  #classify(unit: number): number {
    const char = String.fromCharCode(unit);
    const members = this.#program.sets.map((set) => set.test(char));
    const kind = this.#program.asserts ? kindOf(unit) : OTHER;
    const key = `${kind}${members.map(Number).join('')}`;
    let symbol = this.#symbols.get(key);
    if (symbol === undefined) {
      symbol = FIRST_CLASS + this.#symbols.size;
      this.#symbols.set(key, symbol);
      this.#members[symbol] = members;
      this.#kinds[symbol] = kind;
      for (const [index, row] of this.#next.entries()) {
        const wider = new Int32Array(symbol + 1).fill(UNKNOWN);
        wider.set(row);
        this.#next[index] = wider;
      }
    }
    return symbol;
  }

  #id(state: State): number {
    const key = `${state.before}:${state.steps.join(',')}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#kept += state.steps.length;
    if (this.#kept > MAX_KEPT) {
      this.#kept = state.steps.length;
      this.#states = [];
      this.#next = [];
      this.#ids = new Map();
    }
    const id = this.#states.push(state) - 1;
    this.#next.push(new Int32Array(FIRST_CLASS + this.#symbols.size).fill(UNKNOWN));
    this.#ids.set(key, id);
    return id;
  }

  /** Follows one symbol from a state, and remembers where it leads. */
  #step(from: number, symbol: number, unit: number): number {
    const { steps, before } = this.#states[from]!;
    const atEnd = symbol === END;
    const atFinalNewline = symbol === FINAL_NEWLINE;
    const classified = atFinalNewline ? this.#asciiSymbol(unit) : symbol;
    const row = this.#next[from]!;
    const after = atEnd ? OTHER : (this.#kinds[classified] ?? OTHER);
    const reached = this.#closure(steps, { before, after, atEnd, atFinalNewline });
    if (reached === undefined) return (row[symbol] = MATCHED);
    if (atEnd) return (row[symbol] = from);
    const members = this.#members[classified]!;
    const next = new Set<number>([this.#program.start]);
    for (const at of reached) {
      const step = this.#program.steps[at]!;
      if (step.kind === 'unit' && members[step.set] === true) next.add(step.next);
    }
    const kind = this.#program.asserts ? after : OTHER;
    const id = this.#id({ steps: [...next].sort((a, b) => a - b), before: kind });
    // The table may have been emptied on the way; then there is no row to remember it in.
    if (this.#next[from] === row) row[symbol] = id;
    return id;
  }

  /** The steps that wait for a character here; `undefined` where the expression is found. */
  #closure(steps: readonly number[], context: Context): readonly number[] | undefined {
    const seen = new Set<number>();
    const waiting: number[] = [];
    const stack = [...steps];
    for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      const step = this.#program.steps[at]!;
      if (step.kind === 'match') return undefined;
      if (step.kind === 'unit') waiting.push(at);
      else if (step.kind === 'split') stack.push(...step.next);
      else if (holds(step.assertion, context)) stack.push(step.next);
    }
    return waiting;
  }
}

function kindOf(unit: number): number {
  if (unit === 0x0a) return NEWLINE;
  const digit = unit >= 0x30 && unit <= 0x39;
  const letter = (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a);
  return digit || letter || unit === 0x5f ? WORD : OTHER;
}

function holds(assertion: Assertion, { before, after, atEnd, atFinalNewline }: Context): boolean {
  const boundary = (before === WORD) !== (!atEnd && after === WORD);
  switch (assertion) {
    case '^':
    case '\\A':
      return before === BEGIN;
    case '^lines':
      return before === BEGIN || before === NEWLINE;
    case '$':
    case '\\Z':
      return atEnd || atFinalNewline;
    case '$lines':
      return atEnd || after === NEWLINE;
    case '\\z':
      return atEnd;
    case '\\b':
      return boundary;
    case '\\B':
      return !boundary;
  }
}
