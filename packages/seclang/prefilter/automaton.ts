/**
 * An Aho–Corasick automaton as one dense table over byte classes (Aho and Corasick, 1975). ASCII case is folded by the
 * class map, so literals are lower case and values are scanned as they are.
 *
 * A state is a row offset: `next = delta[state + classOf[byte]]`. States at or above `firstOutput` end at least one
 * literal; `outputs[outputStart[i]…outputStart[i + 1])` are the literals that end there, `i` being
 * `(state - firstOutput) / width`.
 */
export interface Automaton {
  readonly classOf: Uint8Array;
  readonly width: number;
  readonly delta: Int32Array;
  readonly firstOutput: number;
  readonly outputStart: Int32Array;
  readonly outputs: Int32Array;
}

/** Builds the automaton of `literals`; the index of a literal in the list is its id in `outputs`. */
export function buildAutomaton(literals: readonly string[]): Automaton {
  const { classOf, width } = byteClasses(literals);
  const trie = buildTrie(literals, classOf, width);
  const order = renumber(trie);
  const stateCount = trie.found.length;
  const delta = new Int32Array(stateCount * width);
  for (let state = 0; state < stateCount; state++) {
    const row = order.position[state]! * width;
    for (let column = 0; column < width; column++)
      delta[row + column] = order.position[trie.next[state * width + column]!]! * width;
  }
  const outputStart = new Int32Array(stateCount - order.firstOutput + 1);
  const outputs: number[] = [];
  for (let position = order.firstOutput; position < stateCount; position++) {
    outputs.push(...trie.found[order.stateAt[position]!]!);
    outputStart[position - order.firstOutput + 1] = outputs.length;
  }
  return {
    classOf,
    width,
    delta,
    firstOutput: order.firstOutput * width,
    outputStart,
    outputs: Int32Array.from(outputs),
  };
}

/** Class 0 is every byte that occurs in no literal. */
function byteClasses(literals: readonly string[]): { classOf: Uint8Array; width: number } {
  const classOf = new Uint8Array(256);
  let width = 1;
  for (const literal of literals)
    for (let index = 0; index < literal.length; index++) {
      const byte = literal.charCodeAt(index);
      if (classOf[byte] === 0) classOf[byte] = width++;
    }
  for (let upper = 65; upper <= 90; upper++) classOf[upper] = classOf[upper + 32]!;
  return { classOf, width };
}

interface Trie {
  /** Complete transition table, failures resolved; room for more states than `found` has. */
  readonly next: Int32Array;
  /** Literals that end in each state, those of its suffixes included. */
  readonly found: number[][];
  /** States but the root, nearest to it first. */
  readonly byDepth: Int32Array;
}

function buildTrie(literals: readonly string[], classOf: Uint8Array, width: number): Trie {
  let mostStates = 1;
  for (const literal of literals) mostStates += literal.length;
  // No edge leads to the root while the trie grows: 0 stands for none.
  const next = new Int32Array(mostStates * width);
  const found: number[][] = [[]];
  literals.forEach((literal, id) => {
    let state = 0;
    for (let index = 0; index < literal.length; index++) {
      const edge = state * width + classOf[literal.charCodeAt(index)]!;
      if (next[edge] === 0) next[edge] = found.push([]) - 1;
      state = next[edge]!;
    }
    found[state]!.push(id);
  });
  return { next, found, byDepth: resolveFailures(next, found, width) };
}

/** Completes the transitions; returns the states in the order of their depth. */
function resolveFailures(next: Int32Array, found: number[][], width: number): Int32Array {
  const failure = new Int32Array(found.length);
  const queue = new Int32Array(found.length);
  let end = 0;
  for (let column = 0; column < width; column++) if (next[column] !== 0) queue[end++] = next[column]!;
  for (let head = 0; head < end; head++) {
    const state = queue[head]!;
    const back = failure[state]!;
    if (found[back]!.length > 0) found[state] = [...new Set([...found[state]!, ...found[back]!])];
    for (let column = 0; column < width; column++) {
      const child = next[state * width + column]!;
      const fallback = next[back * width + column]!;
      if (child === 0) next[state * width + column] = fallback;
      else {
        failure[child] = fallback;
        queue[end++] = child;
      }
    }
  }
  return queue.subarray(0, end);
}

/**
 * Puts states without output first, so that one comparison tells whether a state needs a look, and then those that are
 * visited most, the shallow ones, side by side.
 */
function renumber({ found, byDepth }: Trie): {
  position: Int32Array;
  stateAt: Int32Array;
  firstOutput: number;
} {
  const position = new Int32Array(found.length);
  const stateAt = new Int32Array(found.length);
  let at = 1;
  for (const wanted of [false, true])
    for (const state of byDepth) {
      if (found[state]!.length > 0 !== wanted) continue;
      position[state] = at;
      stateAt[at++] = state;
    }
  return { position, stateAt, firstOutput: found.filter((ids) => ids.length === 0).length };
}
