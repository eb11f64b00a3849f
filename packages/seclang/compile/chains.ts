import type { Chain, NumberedTransformation } from '../transaction/text.ts';
import { TRANSFORMATIONS } from '../transformations/index.ts';

const CASE_ONLY: ReadonlySet<string> = new Set(['lowercase', 'uppercase']);

/** Transformations that change some value of lower-case letters, digits and underscores; the others leave them alone. */
const CHANGES_PLAIN: ReadonlySet<string> = new Set([
  'base64decode',
  'base64decodeext',
  'base64encode',
  'hexdecode',
  'hexencode',
  'length',
  'md5',
  'parityeven7bit',
  'parityodd7bit',
  'sha1',
  'sqlhexdecode',
  'uppercase',
  'urlencode',
]);

/** Whether a transformation, by its name in lower case, leaves plain values as they are. */
export function keepsPlain(name: string): boolean {
  return !CHANGES_PLAIN.has(name);
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
        const keeps = last.keepsPlain && (chain === undefined || chain.keepsPlain);
        longer = { index: this.#chains.size, parent: chain, last, keepsPlain: keeps };
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
        keepsPlain: keepsPlain(name),
      };
      this.#transformations.set(name, numbered);
    }
    return numbered;
  }
}
