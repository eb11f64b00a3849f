import type { RegexNode } from './ast.ts';

/** Copies that V8's linear engine makes of a repeated part before it gives up. */
const LINEAR_COPIES = 16;

/** What is known of the time an expression may take on a hostile value of n characters. */
export interface RegexCost {
  /** V8's linear engine can take over: no lookaround, no back reference, no large count. */
  readonly linear: boolean;
  /** Time is at most about n to this power in a backtracking engine; `Infinity` for nested repeats. */
  readonly exponent: number;
  /** Whether RE2 cannot express it. */
  readonly lookaround: boolean;
}

export function regexCost(node: RegexNode): RegexCost {
  const seen = { linear: true, lookaround: false };
  const exponent = growth(node, seen, 1);
  return { ...seen, exponent: startsAnchored(node) ? exponent : exponent + 1 };
}

/** How many unbounded repeats follow one another on the worst path; a repeat inside a repeat has no bound. */
function growth(node: RegexNode, seen: { linear: boolean; lookaround: boolean }, copies: number): number {
  switch (node.kind) {
    case 'group':
      if (node.open !== '(' && node.open !== '(?:') {
        seen.linear = false;
        seen.lookaround = true;
      }
      return growth(node.of, seen, copies);
    case 'assert':
      if (node.lines) seen.linear = false;
      return 0;
    case 'set':
      // A Unicode property needs the u flag, which the linear engine does not take.
      seen.linear = false;
      return 0;
    case 'backreference':
      seen.linear = false;
      seen.lookaround = true;
      return 1;
    case 'concat':
      return node.of.reduce((sum, each) => sum + growth(each, seen, copies), 0);
    case 'alternatives':
      return Math.max(...node.of.map((each) => growth(each, seen, copies)));
    case 'repeat': {
      const bounded = node.max !== Number.POSITIVE_INFINITY;
      const total = copies * Math.max(node.min, bounded ? node.max : 1, 1);
      if (total > LINEAR_COPIES) seen.linear = false;
      const inner = growth(node.of, seen, total);
      if (bounded) return inner;
      return inner > 0 || isVariable(node.of) ? Number.POSITIVE_INFINITY : 1;
    }
    default:
      return 0;
  }
}

/** Whether the node can match the same text in more than one way, so that repeating it multiplies the ways. */
function isVariable(node: RegexNode): boolean {
  switch (node.kind) {
    case 'group':
      return isVariable(node.of);
    case 'concat':
      return node.of.some(isVariable);
    case 'alternatives':
      return true;
    case 'repeat':
      return node.min !== node.max;
    default:
      return false;
  }
}

function startsAnchored(node: RegexNode): boolean {
  switch (node.kind) {
    case 'assert':
      return (node.text === '^' || node.text === '\\A') && !node.lines;
    case 'group':
      return node.open === '(' || node.open === '(?:' ? startsAnchored(node.of) : false;
    case 'concat':
      return node.of.length > 0 && startsAnchored(node.of[0]!);
    case 'alternatives':
      return node.of.every(startsAnchored);
    default:
      return false;
  }
}
