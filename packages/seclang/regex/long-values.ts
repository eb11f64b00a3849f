import { children, type Node } from './ast.ts';

/** Members of a set from which a loop over it runs far into most values. */
const WIDE_SET = 10;
/** Turns from which a loop counts as unbounded. */
const MANY_TURNS = 64;
/** Patterns whose source is longer than this have too many states for a DFA to be quicker than backtracking. */
const LARGE_SOURCE = 4_000;

/**
 * Whether a pattern is better run by RE2 on long values. A search that may start anywhere and then loops over a wide set
 * costs time in the square of the length by backtracking, and V8's linear engine, which takes over, simulates all states
 * at once; RE2's lazy DFA costs a table look-up a byte.
 */
export function prefersDfa(root: Node, source: string): boolean {
  if (source.length > LARGE_SOURCE) return false;
  return hasNestedLoop(root, false) || (!startsAnchored(root) && hasWideLoop(root));
}

function hasWideLoop(node: Node): boolean {
  if (node.type === 'repeat' && node.max >= MANY_TURNS && node.item.type === 'set') {
    let size = 0;
    for (const member of node.item.set) size += member;
    if (size >= WIDE_SET) return true;
  }
  return children(node).some(hasWideLoop);
}

/** A loop inside a loop can take time in more than the square, also where it is anchored. */
function hasNestedLoop(node: Node, inLoop: boolean): boolean {
  const loop = node.type === 'repeat' && node.max >= WIDE_SET;
  return (loop && inLoop) || children(node).some((child) => hasNestedLoop(child, inLoop || loop));
}

function startsAnchored(node: Node): boolean {
  if (node.type === 'assert') return node.kind === 'start';
  return node.type === 'sequence' && node.items[0] !== undefined && startsAnchored(node.items[0]);
}
