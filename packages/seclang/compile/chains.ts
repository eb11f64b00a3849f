import type { Chain, NumberedTransformation } from '../transaction/text.ts';
import {
  ALL,
  AMPERSAND,
  BACKSLASH,
  BLANK,
  COMMAND,
  COMMENT,
  DOTS,
  HIGH,
  NUL,
  PERCENT,
  PLUS,
  SLASH,
  SPACE,
  UPPER,
} from '../transaction/traits.ts';
import { TRANSFORMATIONS } from '../transformations/index.ts';

const CASE_ONLY: ReadonlySet<string> = new Set(['lowercase', 'uppercase']);

/** What transformations touch: values without any of these traits they leave as they are. */
const TOUCHES: ReadonlyMap<string, number> = new Map([
  ['cmdline', UPPER | BLANK | BACKSLASH | SLASH | COMMAND],
  ['compresswhitespace', BLANK],
  ['cssdecode', BACKSLASH],
  ['escapeseqdecode', BACKSLASH],
  ['htmlentitydecode', AMPERSAND],
  ['jsdecode', BACKSLASH],
  ['lowercase', UPPER],
  ['normalisepath', SLASH | DOTS],
  ['normalisepathwin', SLASH | DOTS | BACKSLASH],
  ['normalizepath', SLASH | DOTS],
  ['normalizepathwin', SLASH | DOTS | BACKSLASH],
  ['parityzero7bit', HIGH],
  ['removecomments', SLASH | COMMENT],
  ['removecommentschar', SLASH | COMMENT],
  ['removenulls', NUL],
  ['removewhitespace', SPACE | BLANK],
  ['replacecomments', SLASH],
  ['replacenulls', NUL],
  ['trim', BLANK],
  ['trimleft', BLANK],
  ['trimright', BLANK],
  ['urldecode', PERCENT | PLUS],
  ['urldecodeuni', PERCENT | PLUS],
  ['utf8tounicode', HIGH],
]);

/** Traits of values that a transformation, by its name in lower case, may change. */
export function touchesOf(name: string): number {
  return TOUCHES.get(name) ?? ALL;
}

/** Numbers transformations and chains of one rule set; equal ones are one object. */
export class ChainCompiler {
  readonly #transformations = new Map<string, NumberedTransformation>();
  readonly #chains = new Map<string, Chain>();

  /** Arguments: names in lower case, all known. Returns: the chain, `undefined` for none. */
  compile(names: readonly string[]): Chain | undefined {
    let chain: Chain | undefined;
    for (let length = 1; length <= names.length; length++) {
      const key = names.slice(0, length).join(' ');
      let longer = this.#chains.get(key);
      if (longer === undefined) {
        const last = this.#transformation(names[length - 1]!);
        const touches = last.touches | (chain?.touches ?? 0);
        longer = { index: this.#chains.size, parent: chain, steps: [...(chain?.steps ?? []), last], touches };
        this.#chains.set(key, longer);
      }
      chain = longer;
    }
    return chain;
  }

  #transformation(name: string): NumberedTransformation {
    let numbered = this.#transformations.get(name);
    if (numbered === undefined) {
      numbered = {
        index: this.#transformations.size,
        apply: TRANSFORMATIONS.get(name)!,
        caseOnly: CASE_ONLY.has(name),
        touches: touchesOf(name),
      };
      this.#transformations.set(name, numbered);
    }
    return numbered;
  }
}

/** A chain part by part from the start, the empty one first. */
export function stagesOf(chain: Chain | undefined): (Chain | undefined)[] {
  const stages: (Chain | undefined)[] = [chain];
  for (let part = chain; part !== undefined; part = part.parent) stages.unshift(part.parent);
  return stages;
}
