import { RuleFault } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { RegexFlags } from '../model.ts';
import type { RegexNode } from './ast.ts';
import { LazyDfa } from './dfa.ts';
import { emitRegex, emitText } from './javascript.ts';
import { guardingSets, requiredLiterals } from './literals.ts';
import { compileProgram } from './nfa.ts';
import { parseRegex } from './parse.ts';
import { runLengthTest } from './run-length.ts';
import { type RegexCost, regexCost } from './safety.ts';

export interface CompiledRegex {
  /** Whether the expression is found anywhere in the value. */
  readonly test: (value: string) => boolean;
  /** In lower case; of each set, one text is in every match. */
  readonly literals: readonly (readonly string[])[];
  /** `native`: V8 on any value; `mixed`: V8 on short values, an automaton on others; `automaton`: on all. */
  readonly engine: 'native' | 'mixed' | 'automaton';
}

/** Ways to share out a text that a backtracking engine may try from each start. */
const FEW_WAYS = 64;
/** UTF-16 units of a value on which time that grows with the square is still well below a millisecond. */
const SHORT_VALUE = 400;
/** Expressions kept compiled; the same ones come up in many rules and again on every reload. */
const CACHE_ENTRIES = 10_000;
const cache = new Map<string, CompiledRegex>();

/**
 * Compiles an expression of Sigma so that no value can make it hang: V8's engine where backtracking cannot add up, an
 * automaton of linear time elsewhere. Throws `RuleFault`: `invalid_regex`, `limit_exceeded`, and `unsafe_regex` for
 * lookaround and back references (which the specification does not have) beside repeats that could add up.
 */
export function compileRegex(source: string, flags: RegexFlags): CompiledRegex {
  const key = `${flags.i ? 'i' : ''}${flags.m ? 'm' : ''}${flags.s ? 's' : ''}/${source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (source.length > LIMITS.regexChars)
    throw new RuleFault('limit_exceeded', `a regular expression is longer than ${LIMITS.regexChars} characters`);
  const node = parseRegex(source, flags);
  const compiled = { literals: requiredLiterals(node), ...engineFor(node, regexCost(node), source) };
  if (cache.size >= CACHE_ENTRIES) cache.clear();
  cache.set(key, compiled);
  return compiled;
}

function engineFor(node: RegexNode, cost: RegexCost, source: string): Pick<CompiledRegex, 'test' | 'engine'> {
  const run = runLengthTest(node);
  if (run !== undefined) return { test: run, engine: 'automaton' };
  const few = cost.ways <= FEW_WAYS;
  if (few && cost.exponent <= 1) return { test: native(node, source), engine: 'native' };
  if (cost.backtracks)
    throw new RuleFault(
      'unsafe_regex',
      `the regular expression '${source.slice(0, 200)}' has lookaround or back references beside repeats that a hostile value could drive to take minutes`,
    );
  const automaton = guarded(guardingSets(node), lazily(node, source));
  if (!few || cost.exponent > 2) return { test: automaton, engine: 'automaton' };
  const short = native(node, source);
  return { test: (value) => (value.length <= SHORT_VALUE ? short(value) : automaton(value)), engine: 'mixed' };
}

function native(node: RegexNode, source: string): (value: string) => boolean {
  const text = emitRegex(node);
  try {
    const regex = new RegExp(text, /\\[pP]\{/.test(text) ? 'u' : '');
    return (value) => regex.test(value);
  } catch (error) {
    throw new RuleFault('invalid_regex', `the regular expression '${source.slice(0, 200)}': ${String(error)}`);
  }
}

/** Asks the automaton only about values that have what every match has; V8 finds that out sooner. */
function guarded(sets: readonly (readonly string[])[], test: (value: string) => boolean): typeof test {
  const [first, second] = sets.map(anyOf);
  if (first === undefined) return test;
  if (second === undefined) return (value) => first(value) && test(value);
  return (value) => first(value) && second(value) && test(value);
}

/** Whether one of the texts, which are in lower case, is in a value, whatever the case there. */
function anyOf(texts: readonly string[]): (value: string) => boolean {
  const [text] = texts;
  if (texts.length === 1 && text !== undefined && !/[a-z]/.test(text)) return (value) => value.includes(text);
  const any = new RegExp(texts.map(emitText).join('|'));
  return (value) => any.test(value);
}

/** The program is checked now, its automaton grows with the first value. */
function lazily(node: RegexNode, source: string): (value: string) => boolean {
  const dfa = new LazyDfa(compileProgram(node, source));
  return (value) => dfa.test(value);
}
