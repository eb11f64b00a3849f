import type { RegexNode } from './ast.ts';

/** What is known of the time a backtracking engine may take on a hostile value of n characters. */
export interface RegexCost {
  /** Time grows at most like n to this power; `Infinity` for nested repeats. */
  readonly exponent: number;
  /** Ways in which bounded repeats and alternatives can share out one text; each start may try all of them. */
  readonly ways: number;
  /** Uses lookaround or back references, which an automaton cannot follow. */
  readonly backtracks: boolean;
}

/** A bounded repeat with more ways than this counts like an unbounded one. */
const MANY = 16;

export function regexCost(node: RegexNode): RegexCost {
  const cost = costOf(node);
  return startsAnchored(node) ? cost : { ...cost, exponent: cost.exponent + 1 };
}

function costOf(node: RegexNode): RegexCost {
  switch (node.kind) {
    case 'group': {
      const inner = costOf(node.of);
      return isLookaround(node) ? { ...inner, backtracks: true } : inner;
    }
    case 'backreference':
      return { exponent: 0, ways: 1, backtracks: true };
    case 'concat':
      return sequence(node.of);
    case 'alternatives': {
      const of = node.of.map(costOf);
      return {
        exponent: Math.max(...of.map((each) => each.exponent)),
        ways: of.reduce((sum, each) => sum + each.ways, 0),
        backtracks: of.some((each) => each.backtracks),
      };
    }
    case 'repeat':
      return repeated(node.min, node.max, costOf(node.of));
    default:
      return { exponent: 0, ways: 1, backtracks: false };
  }
}

/** Lookaround before anything that repeats is tried once where the expression begins: its cost adds, not multiplies. */
function sequence(nodes: readonly RegexNode[]): RegexCost {
  let exponent = 0;
  let ahead = 0;
  let ways = 1;
  let backtracks = false;
  for (const node of nodes) {
    const cost = costOf(node);
    if (node.kind === 'group' && isLookaround(node) && exponent === 0) ahead = Math.max(ahead, cost.exponent);
    else exponent += cost.exponent;
    ways *= cost.ways;
    backtracks ||= cost.backtracks;
  }
  return { exponent: Math.max(exponent, ahead), ways, backtracks };
}

function repeated(min: number, max: number, inner: RegexCost): RegexCost {
  const { backtracks } = inner;
  if (max === Number.POSITIVE_INFINITY)
    return { exponent: inner.exponent > 0 || inner.ways > 1 ? max : 1, ways: 1, backtracks };
  const ways = (max - min + 1) * inner.ways ** max;
  if (max - min >= MANY && inner.ways === 1) return { exponent: inner.exponent + 1, ways: 1, backtracks };
  return { exponent: inner.exponent * Math.max(1, max), ways, backtracks };
}

function isLookaround(node: Extract<RegexNode, { kind: 'group' }>): boolean {
  return node.open !== '(' && node.open !== '(?:';
}

function startsAnchored(node: RegexNode): boolean {
  switch (node.kind) {
    case 'assert':
      return (node.text === '^' || node.text === '\\A') && !node.lines;
    case 'group':
      return !isLookaround(node) && startsAnchored(node.of);
    case 'concat':
      return node.of.length > 0 && startsAnchored(node.of[0]!);
    case 'alternatives':
      return node.of.every(startsAnchored);
    default:
      return false;
  }
}
