import { children, type Node } from './ast.ts';

/** Turns from which a loop counts as unbounded. */
const MANY_TURNS = 64;
/** Turns of a loop that make one inside it, or it inside one, take long. */
const SOME_TURNS = 10;
/** Patterns whose source is longer than this try so much at each byte that a DFA is quicker, loops or not. */
const LARGE_SOURCE = 4_000;

/**
 * Whether a pattern is better run by RE2 on long values. A search that may start anywhere and then loops costs time in the
 * square of the length by backtracking, and V8's linear engine, which takes over, simulates all states at once; RE2's lazy
 * DFA costs a table look-up a byte.
 */
export function prefersDfa(root: Node, source: string): boolean {
  if (source.length > LARGE_SOURCE || hasNestedLoop(root, false)) return true;
  // Where to begin is a choice as well: each of two choices made anew for each of the other costs the square.
  return loops(root) + (startsAnchored(root) ? 0 : 1) > 1;
}

function loops(node: Node): number {
  const own = node.type === 'repeat' && node.max >= MANY_TURNS ? 1 : 0;
  return children(node).reduce((sum, child) => sum + loops(child), own);
}

/** A loop inside a loop can take time in more than the square, also where it is anchored. */
function hasNestedLoop(node: Node, inLoop: boolean): boolean {
  const loop = node.type === 'repeat' && node.max >= SOME_TURNS;
  return (loop && inLoop) || children(node).some((child) => hasNestedLoop(child, inLoop || loop));
}

function startsAnchored(node: Node): boolean {
  if (node.type === 'assert') return node.kind === 'start';
  return node.type === 'sequence' && node.items[0] !== undefined && startsAnchored(node.items[0]);
}
