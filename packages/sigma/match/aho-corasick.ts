/** Bytes of ASCII; texts with other characters are scanned by their folded form. */
const ASCII = 128;
const NONE = new Int32Array(0);

/**
 * Finds which of many texts occur in a value in one pass (Aho, Corasick 1975), whatever the case of ASCII letters.
 * The automaton is one table of states by character classes; only characters that occur in the texts have a class.
 */
export class AhoCorasick {
  readonly #classes = new Uint8Array(ASCII);
  /** Classes of characters beyond ASCII. */
  readonly #wide = new Map<number, number>();
  readonly #width: number;
  /** Next state by state and class; states are multiplied by the width. */
  readonly #next: Int32Array;
  /** States from this one on have outputs. */
  readonly #firstOutput: number;
  readonly #outputs: Int32Array[];

  /** `texts` are folded and not empty; the results are their indexes. At most 255 distinct characters are classed. */
  constructor(texts: readonly string[]) {
    this.#width = this.#classify(texts) + 1;
    const built = build(texts, this.#width, (unit) => this.#classOf(unit));
    this.#next = built.next;
    this.#firstOutput = built.firstOutput;
    this.#outputs = built.outputs;
  }

  /** Bytes of the tables. */
  get bytes(): number {
    return this.#next.byteLength + this.#outputs.reduce((sum, each) => sum + each.byteLength, 0);
  }

  /** Adds to `into` the indexes of texts that occur in `value` (which is not folded); one index may come repeatedly. */
  scan(value: string, foldValue: (value: string) => string, into: number[]): void {
    const { length } = value;
    const classes = this.#classes;
    const next = this.#next;
    const firstOutput = this.#firstOutput;
    let state = 0;
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i);
      if (unit >= ASCII) {
        this.#scanWide(foldValue(value), into);
        return;
      }
      state = next[state + classes[unit]!]!;
      if (state >= firstOutput) this.#report(state, into);
    }
  }

  #scanWide(folded: string, into: number[]): void {
    let state = 0;
    for (let i = 0; i < folded.length; i++) {
      state = this.#next[state + this.#classOf(folded.charCodeAt(i))]!;
      if (state >= this.#firstOutput) this.#report(state, into);
    }
  }

  #report(state: number, into: number[]): void {
    const outputs = this.#outputs[(state - this.#firstOutput) / this.#width]!;
    for (let i = 0; i < outputs.length; i++) into.push(outputs[i]!);
  }

  #classOf(unit: number): number {
    return unit < ASCII ? this.#classes[unit]! : (this.#wide.get(unit) ?? 0);
  }

  /** Gives a class to each character of the texts (class 0 is every other one); answers how many there are. */
  #classify(texts: readonly string[]): number {
    let count = 0;
    for (const text of texts) {
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        if (this.#classOf(unit) !== 0) continue;
        // Past 255 characters the rest share the last class: more candidates, never fewer.
        if (count < 255) count++;
        if (unit >= ASCII) this.#wide.set(unit, count);
        else {
          this.#classes[unit] = count;
          const upper = String.fromCharCode(unit).toUpperCase().charCodeAt(0);
          if (upper < ASCII && upper !== unit) this.#classes[upper] = count;
        }
      }
    }
    return count;
  }
}

interface Automaton {
  readonly next: Int32Array;
  readonly firstOutput: number;
  readonly outputs: Int32Array[];
}

function build(texts: readonly string[], width: number, classOf: (unit: number) => number): Automaton {
  const states = 1 + texts.reduce((sum, text) => sum + text.length, 0);
  let trie = new Int32Array(states * width);
  const ends: (number[] | undefined)[] = [undefined];
  let count = 1;
  for (const [index, text] of texts.entries()) {
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const slot = state * width + classOf(text.charCodeAt(i));
      if (trie[slot] === 0) trie[slot] = count++;
      state = trie[slot]!;
    }
    (ends[state] ??= []).push(index);
  }
  trie = trie.slice(0, count * width);
  const outputs = link(trie, width, count, ends);
  return renumber(trie, width, outputs);
}

/** Breadth first: fills missing transitions from the longest suffix and joins its outputs. */
function link(trie: Int32Array, width: number, count: number, ends: readonly (number[] | undefined)[]): Int32Array[] {
  const fail = new Int32Array(count);
  const outputs: Int32Array[] = Array<Int32Array>(count).fill(NONE);
  const queue = new Int32Array(count);
  let tail = 0;
  for (let cls = 0; cls < width; cls++) if (trie[cls] !== 0) queue[tail++] = trie[cls]!;
  for (let head = 0; head < tail; head++) {
    const state = queue[head]!;
    const suffix = fail[state]!;
    const own = ends[state];
    const inherited = outputs[suffix]!;
    outputs[state] = own === undefined ? inherited : Int32Array.from([...own, ...inherited]);
    for (let cls = 0; cls < width; cls++) {
      const slot = state * width + cls;
      const target = trie[slot]!;
      const shortcut = trie[suffix * width + cls]!;
      if (target === 0) trie[slot] = shortcut;
      else {
        fail[target] = shortcut;
        queue[tail++] = target;
      }
    }
  }
  return outputs;
}

/** States without outputs first, so that one comparison tells whether there is anything to report. */
function renumber(trie: Int32Array, width: number, outputs: readonly Int32Array[]): Automaton {
  const count = outputs.length;
  const order = new Int32Array(count);
  let at = 0;
  for (let state = 0; state < count; state++) if (outputs[state]!.length === 0) order[state] = at++;
  const silent = at;
  const loud: Int32Array[] = [];
  for (let state = 0; state < count; state++) {
    if (outputs[state]!.length === 0) continue;
    order[state] = at++;
    loud.push(outputs[state]!);
  }
  const next = new Int32Array(count * width);
  for (let state = 0; state < count; state++) {
    const row = order[state]! * width;
    for (let cls = 0; cls < width; cls++) next[row + cls] = order[trie[state * width + cls]!]! * width;
  }
  return { next, firstOutput: silent * width, outputs: loud };
}
