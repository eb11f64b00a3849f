import type { Chain, NumberedTransformation } from '../transaction/text.ts';
import { ANY, OTHER, SPACE, UPPER } from '../transaction/traits.ts';
import { TRANSFORMATIONS } from '../transformations/index.ts';

const CASE_ONLY: ReadonlySet<string> = new Set(['lowercase', 'uppercase']);

/** What transformations touch beside encodings, which all of them may. */
const TOUCHES: ReadonlyMap<string, number> = new Map([
  ['base64decode', ANY],
  ['base64decodeext', ANY],
  ['base64encode', ANY],
  ['cmdline', UPPER],
  ['hexdecode', ANY],
  ['hexencode', ANY],
  ['length', ANY],
  ['lowercase', UPPER],
  ['md5', ANY],
  ['parityeven7bit', ANY],
  ['parityodd7bit', ANY],
  ['removewhitespace', SPACE],
  ['sha1', ANY],
  ['sqlhexdecode', ANY],
  ['uppercase', ANY],
  ['urlencode', ANY],
]);

/** Traits of values that a transformation, by its name in lower case, may change. */
export function touchesOf(name: string): number {
  return OTHER | (TOUCHES.get(name) ?? 0);
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
        longer = { index: this.#chains.size, parent: chain, last, touches };
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
