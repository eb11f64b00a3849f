import { type Automaton, buildAutomaton } from './automaton.ts';
import type { Necessary } from './necessary.ts';

/**
 * Decides for many tests at once, in one pass over a value, which of them could succeed on it.
 *
 * Invariant: a bit that stays clear means that the test fails on the value (no false negative).
 */
export class Prefilter {
  /** 32-bit words in one result. */
  readonly words: number;
  readonly #automaton: Automaton;
  /** Clause lists of literals and of single bytes, flattened: `start[i]…start[i + 1]`. */
  readonly #literalClauses: Flat;
  readonly #byteClauses: Flat;
  readonly #clauseSlots: Flat;
  readonly #needed: Uint8Array;
  readonly #always: Uint32Array;
  // Scratch of one scan, valid where the stamp equals the scan's number.
  readonly #byteSeen: Int32Array;
  readonly #stateSeen: Int32Array;
  readonly #clauseSeen: Int32Array;
  readonly #slotSeen: Int32Array;
  readonly #met: Uint8Array;
  #scan = 0;

  /** `tests[i]` is what a value must contain for test `i`, which owns bit `i` of every result. */
  constructor(tests: readonly Necessary[]) {
    this.words = Math.max(1, Math.ceil(tests.length / 32));
    this.#always = new Uint32Array(this.words);
    this.#needed = new Uint8Array(tests.length);
    const plan = indexClauses(tests);
    tests.forEach((necessary, slot) => {
      this.#needed[slot] = plan.needed[slot]!;
      if (necessary.length === 0) this.#always[slot >>> 5]! |= 1 << (slot & 31);
    });
    this.#automaton = buildAutomaton(plan.literals);
    this.#literalClauses = flatten(plan.literalClauses);
    this.#byteClauses = flatten(plan.byteClauses);
    this.#clauseSlots = flatten(plan.clauseSlots);
    this.#byteSeen = new Int32Array(256);
    this.#stateSeen = new Int32Array(this.#automaton.outputStart.length);
    this.#clauseSeen = new Int32Array(plan.clauseSlots.length);
    this.#slotSeen = new Int32Array(tests.length);
    this.#met = new Uint8Array(tests.length);
  }

  /** Writes the result for `value` to `out[at … at + words)`: one bit a test, set where it has to run. */
  scan(value: string, out: Uint32Array, at: number): void {
    out.fill(0, at, at + this.words);
    this.start(out, at);
    this.join(value, out, at);
  }

  /** Begins a result for several values, which `join` adds to what is there already. */
  start(out: Uint32Array, at: number): void {
    this.#scan = (this.#scan + 1) & 0x7fff_ffff;
    for (let word = 0; word < this.words; word++) out[at + word]! |= this.#always[word]!;
  }

  /**
   * Adds a value to the result begun last. What one value lacks another may have, so that the result of many is less
   * sharp than that of each; the invariant holds for every one of them.
   */
  join(value: string, out: Uint32Array, at: number): void {
    const { classOf, width, delta, firstOutput } = this.#automaton;
    const byteSeen = this.#byteSeen;
    const scan = this.#scan;
    let state = 0;
    for (let index = 0; index < value.length; index++) {
      const byte = value.charCodeAt(index) & 255;
      if (byteSeen[byte] !== scan) {
        byteSeen[byte] = scan;
        this.#meet(this.#byteClauses, byte, out, at);
      }
      state = delta[state + classOf[byte]!]!;
      if (state >= firstOutput) this.#visit((state - firstOutput) / width, out, at);
    }
  }

  #visit(output: number, out: Uint32Array, at: number): void {
    if (this.#stateSeen[output] === this.#scan) return;
    this.#stateSeen[output] = this.#scan;
    const { outputStart, outputs } = this.#automaton;
    for (let index = outputStart[output]!; index < outputStart[output + 1]!; index++)
      this.#meet(this.#literalClauses, outputs[index]!, out, at);
  }

  #meet(lists: Flat, key: number, out: Uint32Array, at: number): void {
    const scan = this.#scan;
    const slots = this.#clauseSlots;
    for (let entry = lists.start[key]!; entry < lists.start[key + 1]!; entry++) {
      const clause = lists.items[entry]!;
      if (this.#clauseSeen[clause] === scan) continue;
      this.#clauseSeen[clause] = scan;
      for (let index = slots.start[clause]!; index < slots.start[clause + 1]!; index++) {
        const slot = slots.items[index]!;
        const met = this.#slotSeen[slot] === scan ? this.#met[slot]! + 1 : 1;
        this.#slotSeen[slot] = scan;
        this.#met[slot] = met;
        if (met === this.#needed[slot]) out[at + (slot >>> 5)]! |= 1 << (slot & 31);
      }
    }
  }
}

interface Flat {
  readonly start: Int32Array;
  readonly items: Int32Array;
}

function flatten(lists: readonly (readonly number[])[]): Flat {
  const start = new Int32Array(lists.length + 1);
  lists.forEach((list, index) => {
    start[index + 1] = start[index]! + list.length;
  });
  return { start, items: Int32Array.from(lists.flat()) };
}

interface ClausePlan {
  readonly literals: string[];
  readonly literalClauses: number[][];
  readonly byteClauses: number[][];
  readonly clauseSlots: number[][];
  readonly needed: number[];
}

/** A longer literal is looked for by its beginning: the automaton stays small enough for the processor's caches. */
const LITERAL_BYTES = 8;

/** Shares equal clauses between tests and equal literals between clauses. */
function indexClauses(tests: readonly Necessary[]): ClausePlan {
  const clauseIds = new Map<string, number>();
  const literalIds = new Map<string, number>();
  const plan: ClausePlan = {
    literals: [],
    literalClauses: [],
    byteClauses: Array.from({ length: 256 }, () => []),
    clauseSlots: [],
    needed: [],
  };
  const addLiteral = (literal: string, clause: number): void => {
    if (literal.length === 1) {
      const byte = literal.charCodeAt(0);
      plan.byteClauses[byte]!.push(clause);
      if (byte >= 97 && byte <= 122) plan.byteClauses[byte - 32]!.push(clause);
      return;
    }
    const start = literal.slice(0, LITERAL_BYTES);
    let id = literalIds.get(start);
    if (id === undefined) {
      id = plan.literals.push(start) - 1;
      literalIds.set(start, id);
      plan.literalClauses.push([]);
    }
    if (plan.literalClauses[id]!.at(-1) !== clause) plan.literalClauses[id]!.push(clause);
  };
  tests.forEach((necessary, slot) => {
    const own = new Set<number>();
    for (const clause of necessary) {
      const key = [...clause].sort().join('\u{100}');
      let id = clauseIds.get(key);
      if (id === undefined) {
        id = plan.clauseSlots.push([]) - 1;
        clauseIds.set(key, id);
        for (const literal of clause) addLiteral(literal, id);
      }
      own.add(id);
    }
    for (const id of own) plan.clauseSlots[id]!.push(slot);
    plan.needed.push(own.size);
  });
  return plan;
}
