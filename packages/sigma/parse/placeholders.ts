import { RuleFault } from '../errors.ts';
import { LIMITS } from '../limits.ts';

/** Values of placeholders by name, without the percent signs; each may hold wildcards (`srv*`). */
export type Placeholders = ReadonlyMap<string, readonly string[]>;

/**
 * Replaces `%name%` in a value under the `expand` modifier (specification 2.1.0, "Placeholders") by each of its values;
 * `\%` is a plain percent sign. A name without a value rejects the rule, as the specification demands.
 */
export function expandPlaceholders(text: string, placeholders: Placeholders, key: string): string[] {
  let variants = [''];
  let from = 0;
  for (const match of text.matchAll(/\\%|%(\w+)%/g)) {
    const before = text.slice(from, match.index);
    from = match.index + match[0].length;
    const name = match[1];
    const values = name === undefined ? ['%'] : placeholders.get(name);
    if (values === undefined || values.length === 0)
      throw new RuleFault('unresolved_placeholder', `'${key}': no value is configured for %${name}%`);
    variants = variants.flatMap((variant) => values.map((value) => variant + before + value));
    if (variants.length > LIMITS.valuesPerItem)
      throw new RuleFault('limit_exceeded', `'${key}': placeholders make more than ${LIMITS.valuesPerItem} values`);
  }
  const rest = text.slice(from);
  return variants.map((variant) => variant + rest);
}
