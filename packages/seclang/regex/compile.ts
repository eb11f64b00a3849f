import { RE2JS, RE2Set } from 're2js';
import { AUTOMATON_BYTES, BACKTRACKED_BYTES } from '../limits.ts';
import type { Necessary } from '../prefilter/necessary.ts';
import { children, type Node, type Pattern, RegexRefusal } from './ast.ts';
import { type Emitted, emit } from './emit.ts';
import { prefersDfa } from './long-values.ts';
import { necessaryLiterals } from './necessary.ts';
import { type ParseOptions, parsePattern } from './parse.ts';

/** A PCRE pattern ready to run on strings of bytes. */
export interface CompiledRegex {
  /** Whether the pattern matches somewhere in `value`. */
  readonly test: (value: string) => boolean;
  /** PCRE's groups of the first match, `[0]` the whole of it, unset ones `undefined`; `undefined` for no match. */
  readonly exec: (value: string) => (string | undefined)[] | undefined;
  /** Builds what long values need, where they need something: otherwise the first of them waits for it. */
  readonly prepare?: () => void;
  /** What a value must contain for the pattern to match. */
  readonly necessary: Necessary;
  /** Source of the JavaScript pattern that runs, for diagnosis. */
  readonly source: string;
}

/**
 * Compiles a PCRE pattern (DOTALL, DOLLAR_ENDONLY, bytes) to an exact JavaScript equivalent. Throws `RegexRefusal` with
 * the reason where there is none.
 *
 * @example compileRegex('(?i)union\\s+select').test('x UNION  SELECT') // true
 */
export function compileRegex(pattern: string, options: ParseOptions = {}): CompiledRegex {
  const parsed = parsePattern(pattern, options);
  const emitted = emit(parsed, 'v8');
  const regex = build(emitted.source);
  const necessary = necessaryLiterals(parsed.root);
  const { test, prepare } = testOf(regex, parsed, emitted.source);
  const common = { test, necessary, source: emitted.source, ...(prepare === undefined ? {} : { prepare }) };
  if (!capturesDifferInLoops(parsed.root)) {
    return { ...common, exec: (value) => execAfter(test, value, regex, emitted) };
  }
  // JavaScript unsets a loop's groups before each turn, PCRE keeps the last value; RE2 keeps it too.
  const loop = emit(parsed, 're2');
  const automaton = RE2JS.compile(loop.source);
  const exec = (value: string): (string | undefined)[] | undefined => {
    const matcher = automaton.matcher(value);
    if (!matcher.find()) return undefined;
    return loop.groups.map((group) => matcher.group(group) ?? undefined);
  };
  return { ...common, exec };
}

function testOf(regex: RegExp, parsed: Pattern, source: string): Pick<CompiledRegex, 'test' | 'prepare'> {
  const backtrack = (value: string): boolean => regex.test(value);
  if (!prefersDfa(parsed.root, source)) return { test: backtrack };
  let re2: string;
  try {
    re2 = emit(parsed, 're2').source;
  } catch (error) {
    if (error instanceof RegexRefusal) return { test: backtrack };
    throw error;
  }
  let onLong: ((value: string) => boolean) | undefined;
  const long = (): ((value: string) => boolean) => (onLong ??= linearTest(re2) ?? backtrack);
  return {
    test: (value) => (value.length <= BACKTRACKED_BYTES ? regex.test(value) : long()(value)),
    prepare: () => void long(),
  };
}

/**
 * The test by a DFA that is built as values need it, in bounded memory; `undefined` where RE2 has no place for the pattern
 * (repeats above 1,000). A set of one, because a set alone takes a bound, and never looks for where a match begins.
 */
function linearTest(source: string): ((value: string) => boolean) | undefined {
  try {
    const automaton = new RE2Set(RE2Set.UNANCHORED, 0, AUTOMATON_BYTES);
    automaton.add(source);
    automaton.compile();
    return (value) => automaton.match(value).length > 0;
  } catch {
    return undefined;
  }
}

function build(source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (error) {
    throw new RegexRefusal(`pattern cannot be compiled: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** Captures are looked for where there is a match: finding it is then quick. */
function execAfter(
  test: (value: string) => boolean,
  value: string,
  regex: RegExp,
  emitted: Emitted,
): (string | undefined)[] | undefined {
  if (value.length > BACKTRACKED_BYTES && !test(value)) return undefined;
  return groupsOf(regex.exec(value), emitted);
}

function groupsOf(found: RegExpExecArray | null, emitted: Emitted): (string | undefined)[] | undefined {
  return found === null ? undefined : emitted.groups.map((group) => found[group]);
}

/** Whether some loop can take a turn that passes by one of its capturing groups. */
function capturesDifferInLoops(node: Node): boolean {
  if (node.type === 'repeat' && node.max > 1 && hasOptionalCapture(node.item, false)) return true;
  return children(node).some(capturesDifferInLoops);
}

function hasOptionalCapture(node: Node, optional: boolean): boolean {
  if (node.type === 'capture' && optional) return true;
  const passesBy = optional || node.type === 'alternation' || (node.type === 'repeat' && node.min === 0);
  return children(node).some((child) => hasOptionalCapture(child, passesBy));
}
