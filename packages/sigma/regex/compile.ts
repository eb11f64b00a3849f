import { setFlagsFromString } from 'node:v8';
import { RE2JS } from 're2js';
import { RuleFault } from '../errors.ts';
import { LIMITS } from '../limits.ts';
import type { RegexFlags } from '../model.ts';
import { emitRegex } from './emit.ts';
import { requiredLiterals } from './literals.ts';
import { parseRegex } from './parse.ts';
import { regexCost } from './safety.ts';

// Before any expression of a rule compiles: after 10,000 backtracks V8 goes on in linear time (where it can).
setFlagsFromString('--enable-experimental-regexp-engine-on-excessive-backtracks');
setFlagsFromString('--regexp-backtracks-before-fallback=10000');

export interface CompiledRegex {
  /** Whether the expression is found anywhere in the value. */
  readonly test: (value: string) => boolean;
  /** In lower case; one of them is in every match. */
  readonly literals: readonly string[] | undefined;
  readonly engine: 'v8' | 're2';
}

/** Expressions kept compiled; the same ones come up in many rules and again on every reload. */
const CACHE_ENTRIES = 10_000;
const cache = new Map<string, CompiledRegex>();

/**
 * Compiles an expression of Sigma so that no value can make it hang: V8 where its linear engine can take over or the
 * expression cannot grow worse than linearly, RE2 otherwise. Throws `RuleFault` (`invalid_regex`, `unsafe_regex`).
 */
export function compileRegex(source: string, flags: RegexFlags): CompiledRegex {
  const key = `${flags.i ? 'i' : ''}${flags.m ? 'm' : ''}${flags.s ? 's' : ''}/${source}`;
  const known = cache.get(key);
  if (known !== undefined) return known;
  if (source.length > LIMITS.regexChars)
    throw new RuleFault('limit_exceeded', `a regular expression is longer than ${LIMITS.regexChars} characters`);
  const node = parseRegex(source, flags);
  const cost = regexCost(node);
  const text = emitRegex(node);
  const compiled: CompiledRegex = {
    literals: requiredLiterals(node),
    ...(cost.linear || cost.exponent <= 1 ? withV8(text, source) : withRe2(text, source, cost.lookaround)),
  };
  if (cache.size >= CACHE_ENTRIES) cache.clear();
  cache.set(key, compiled);
  return compiled;
}

function withV8(text: string, source: string): Pick<CompiledRegex, 'test' | 'engine'> {
  try {
    const regex = new RegExp(text, /\\[pP]\{/.test(text) ? 'u' : '');
    return { test: (value) => regex.test(value), engine: 'v8' };
  } catch (error) {
    throw new RuleFault('invalid_regex', `the regular expression '${source.slice(0, 200)}': ${String(error)}`);
  }
}

function withRe2(text: string, source: string, lookaround: boolean): Pick<CompiledRegex, 'test' | 'engine'> {
  if (lookaround)
    throw new RuleFault(
      'unsafe_regex',
      `the regular expression '${source.slice(0, 200)}' combines lookaround or back references with repeats that a hostile value could drive to take minutes`,
    );
  try {
    const regex = RE2JS.compile(text.replaceAll('[^]', '(?s:.)').replace(/\\u([0-9a-f]{4})/g, '\\x{$1}'));
    return { test: (value) => regex.matcher(value).find(), engine: 're2' };
  } catch (error) {
    throw new RuleFault('invalid_regex', `the regular expression '${source.slice(0, 200)}': ${String(error)}`);
  }
}
