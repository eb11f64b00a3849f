import { RuleFault } from '../errors.ts';
import type { RegexNode } from './ast.ts';
import { emitRegex } from './javascript.ts';

/** Steps of a program; counted repeats are copied, so this also bounds the work per character. */
const MAX_STEPS = 2_000;

export type Assertion = '^' | '$' | '\\A' | '\\z' | '\\Z' | '\\b' | '\\B' | '^lines' | '$lines';

/** One step of a nondeterministic automaton; numbers are positions in the program. */
type Step =
  | { readonly kind: 'unit'; readonly set: number; readonly next: number }
  | { readonly kind: 'split'; next: readonly number[] }
  | { readonly kind: 'assert'; readonly assertion: Assertion; readonly next: number }
  | { readonly kind: 'match' };

export interface Program {
  readonly steps: readonly Step[];
  readonly start: number;
  /** Sets of UTF-16 units, as tests of one unit. */
  readonly sets: readonly RegExp[];
  readonly asserts: boolean;
}

/** Translates a tree without lookaround and back references (Thompson 1968), from its end to its beginning. */
export function compileProgram(node: RegexNode, source: string): Program {
  const builder: Builder = { steps: [{ kind: 'match' }], sets: new Map(), source };
  const start = build(builder, node, 0);
  return {
    steps: builder.steps,
    start,
    sets: [...builder.sets.keys()].map((text) => new RegExp(`^(?:${text})$`, /\\[pP]\{/.test(text) ? 'u' : '')),
    asserts: builder.steps.some((step) => step.kind === 'assert'),
  };
}

interface Builder {
  readonly steps: Step[];
  readonly sets: Map<string, number>;
  readonly source: string;
}

function add(builder: Builder, step: Step): number {
  if (builder.steps.length >= MAX_STEPS)
    throw new RuleFault(
      'limit_exceeded',
      `the regular expression '${builder.source.slice(0, 200)}' has counts that make more than ${MAX_STEPS} steps`,
    );
  return builder.steps.push(step) - 1;
}

/** Adds the steps of a node that go on to `next`; answers where they begin. */
function build(builder: Builder, node: RegexNode, next: number): number {
  switch (node.kind) {
    case 'char':
      if (node.char.length === 2) {
        const [high, low] = node.char.split('');
        return unit(builder, escaped(high!), unit(builder, escaped(low!), next));
      }
      return unit(builder, emitRegex(node), next);
    case 'any':
    case 'class':
    case 'set':
      return unit(builder, emitRegex(node), next);
    case 'assert': {
      const lines = node.lines && (node.text === '^' || node.text === '$');
      return add(builder, { kind: 'assert', assertion: lines ? `${node.text as '^' | '$'}lines` : node.text, next });
    }
    case 'group':
      return build(builder, node.of, next);
    case 'concat':
      return node.of.reduceRight((after, each) => build(builder, each, after), next);
    case 'alternatives':
      return add(builder, { kind: 'split', next: node.of.map((each) => build(builder, each, next)) });
    case 'repeat':
      return repeat(builder, node, next);
    case 'backreference':
      throw new RuleFault('unsafe_regex', 'a back reference is not regular');
  }
}

function repeat(builder: Builder, node: Extract<RegexNode, { kind: 'repeat' }>, next: number): number {
  let at = next;
  if (node.max === Number.POSITIVE_INFINITY) {
    const loop: Step & { kind: 'split' } = { kind: 'split', next: [] };
    at = add(builder, loop);
    loop.next = [build(builder, node.of, at), next];
  } else {
    for (let copy = node.min; copy < node.max; copy++)
      at = add(builder, { kind: 'split', next: [build(builder, node.of, at), next] });
  }
  for (let copy = 0; copy < node.min; copy++) at = build(builder, node.of, at);
  return at;
}

function unit(builder: Builder, text: string, next: number): number {
  let set = builder.sets.get(text);
  if (set === undefined) builder.sets.set(text, (set = builder.sets.size));
  return add(builder, { kind: 'unit', set, next });
}

function escaped(char: string): string {
  return `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
