import { RuleRefusal } from '../errors.ts';
import type { TargetSpec } from '../parse/targets.ts';
import { foldAscii } from '../prefilter/necessary.ts';
import { RegexRefusal } from '../regex/ast.ts';
import { type CompiledRegex, compileRegex } from '../regex/compile.ts';
import { VARIABLES } from '../variables/index.ts';
import { type Variable, VariableRefusal } from '../variables/variable.ts';
import type { Exclusion, Target, TargetList } from './compiled.ts';

/** Variables of ModSecurity that this engine has no source for, and why. */
export const UNSUPPORTED_VARIABLES: ReadonlyMap<string, string> = new Map([
  ['FILES_TMPNAMES', 'uploads are not written to disk'],
  ['GEO', 'there is no location database in the engine'],
  ['MSC_PCRE_ERROR', 'patterns have no match limits: they run in linear time or not at all'],
  ['MSC_PCRE_LIMITS_EXCEEDED', 'patterns have no match limits: they run in linear time or not at all'],
  ['SCRIPT_FILENAME', 'there is no script behind a proxy'],
  ['USERAGENT_IP', 'use REMOTE_ADDR'],
  ['WEBSERVER_ERROR_LOG', 'there is no web server log in the engine'],
]);

/** Turns variable lists into shared, numbered target lists. */
export class TargetCompiler {
  readonly #lists = new Map<string, TargetList>();
  readonly #targets = new Map<string, Target>();
  readonly #variables = new Map<string, number>();

  get targetCount(): number {
    return this.#targets.size;
  }

  get listCount(): number {
    return this.#lists.size;
  }

  get variableCount(): number {
    return this.#variables.size;
  }

  /** Throws `RuleRefusal` for a variable that does not exist or cannot take its selector. */
  compile(specs: readonly TargetSpec[]): TargetList {
    const key = JSON.stringify(specs);
    const known = this.#lists.get(key);
    if (known !== undefined) return known;
    const targets = specs.filter((spec) => spec.kind !== 'exclude').map((spec) => this.#shared(spec));
    const exclusions = specs.filter((spec) => spec.kind === 'exclude').map(compileExclusion);
    const list: TargetList = {
      index: this.#lists.size,
      targets,
      exclusions: targets.map(({ name }) => exclusions.filter((exclusion) => exclusion.name === name)),
      volatile: targets.some((target) => target.variable.volatile),
    };
    this.#lists.set(key, list);
    return list;
  }

  #shared(spec: TargetSpec): Target {
    const key = JSON.stringify(spec);
    const known = this.#targets.get(key);
    if (known !== undefined) return known;
    const target = this.#target(spec);
    this.#targets.set(key, target);
    return target;
  }

  #target(spec: TargetSpec): Target {
    const variable = variableOf(spec.variable);
    let variableIndex = this.#variables.get(spec.variable);
    if (variableIndex === undefined) {
      variableIndex = this.#variables.size;
      this.#variables.set(spec.variable, variableIndex);
    }
    const index = this.#targets.size;
    const base = { index, name: spec.variable, variable, variableIndex, count: spec.kind === 'count' };
    const { selector } = spec;
    const none = { key: undefined, foldedKey: undefined, pattern: undefined, select: undefined };
    if (selector === undefined) return { ...base, ...none };
    if (variable.kind === 'single')
      throw new RuleRefusal('bad_argument', `${spec.variable} has one value: nothing can stand behind a colon`);
    if (selector.kind === 'pattern') return { ...base, ...none, pattern: selectorPattern(selector.pattern) };
    if (variable.select === undefined)
      return { ...base, ...none, key: selector.key, foldedKey: foldAscii(selector.key) };
    try {
      return { ...base, ...none, key: selector.key, select: variable.select(selector.key) };
    } catch (error) {
      if (error instanceof VariableRefusal) throw new RuleRefusal('bad_argument', error.message);
      throw error;
    }
  }
}

function variableOf(name: string): Variable {
  const variable = VARIABLES.get(name);
  if (variable !== undefined) return variable;
  const reason = UNSUPPORTED_VARIABLES.get(name);
  if (reason !== undefined) throw new RuleRefusal('unknown_variable', `variable ${name} is not supported: ${reason}`);
  throw new RuleRefusal('unknown_variable', `unknown variable ${name}`);
}

/** What an exclusion such as `!ARGS:id` passes over. Throws `RuleRefusal` for an unknown variable. */
export function compileExclusion(spec: TargetSpec): Exclusion {
  variableOf(spec.variable);
  const { selector } = spec;
  return {
    name: spec.variable,
    foldedKey: selector?.kind === 'key' ? foldAscii(selector.key) : undefined,
    pattern: selector?.kind === 'pattern' ? selectorPattern(selector.pattern) : undefined,
  };
}

/** Names are compared without case, by key and by pattern alike. */
function selectorPattern(pattern: string): CompiledRegex {
  try {
    return compileRegex(pattern, { caseless: true });
  } catch (error) {
    if (error instanceof RegexRefusal) throw new RuleRefusal('bad_argument', `selector /${pattern}/: ${error.message}`);
    throw error;
  }
}
