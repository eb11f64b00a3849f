import { HaechiError } from '@haechi/event';
import { CHECKS } from './checks.ts';

/** A masking rule as it stands in a rule file (`content/schema/masking.schema.json`). */
export interface MaskingRule {
  /** What stands in place of the value: `[masked:card_number]`. */
  readonly id: string;
  /** Fields whose value is masked whatever it is: the words of the field's name, in order, hold these (`card number`). */
  readonly names?: readonly string[];
  /** The same, anywhere in the field's name written together in lower case (`password` in `newPasswordAgain`). */
  readonly contains?: readonly string[];
  /** Regular expression (JavaScript's, flag `u`) of values to mask wherever they stand. */
  readonly pattern?: string;
  /** What the digits of a match must pass: `card`, `kr_rrn`, `jp_my_number`. */
  readonly check?: string;
  /** Equal values get an equal tag, so that a session can be followed without being known. For values nobody can guess. */
  readonly tag?: boolean;
}

/** A value rule made ready. */
interface ValueRule {
  readonly id: string;
  readonly pattern: RegExp;
  readonly check: ((digits: string) => boolean) | undefined;
  readonly tag: boolean;
}

/** Rules made ready. */
export interface CompiledMasking {
  readonly values: readonly ValueRule[];
  /** The rule of a field by its name as sent; `undefined` where its value is not secret by name. */
  readonly byName: (name: string) => { readonly id: string; readonly tag: boolean } | undefined;
}

/** Field names are remembered: the same forms come again and again. */
const REMEMBERED = 2_000;
const LONGEST_NAME = 200;

/** @throws HaechiError `masking_rule_invalid` */
export function compileMasking(rules: readonly MaskingRule[]): CompiledMasking {
  const values = rules.flatMap((rule) => (rule.pattern === undefined ? [] : [valueRule(rule, rule.pattern)]));
  const named = rules.map((rule) => ({
    id: rule.id,
    tag: rule.tag ?? false,
    names: (rule.names ?? []).map((name) => ` ${name.toLowerCase()} `),
    contains: (rule.contains ?? []).map((name) => name.toLowerCase()),
  }));
  const memory = new Map<string, (typeof named)[number] | undefined>();
  return {
    values,
    byName(name) {
      if (name.length > LONGEST_NAME) return undefined;
      if (memory.has(name)) return memory.get(name);
      const words = ` ${wordsOf(name)} `;
      const together = words.replaceAll(' ', '');
      const found = named.find(
        (rule) => rule.names.some((one) => words.includes(one)) || rule.contains.some((one) => together.includes(one)),
      );
      if (memory.size >= REMEMBERED) memory.clear();
      memory.set(name, found);
      return found;
    },
  };
}

/** `user[newPassword]`, `user.new-password` and `USER_NEW_PASSWORD` are all `user new password`. */
function wordsOf(name: string): string {
  return name
    .replaceAll(/(\p{Ll})(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function valueRule({ id, check, tag }: MaskingRule, source: string): ValueRule {
  const test = check === undefined ? undefined : CHECKS[check];
  if (check !== undefined && test === undefined)
    throw invalid(id, `there is no check "${check}"`, `use one of ${Object.keys(CHECKS).join(', ')}`);
  try {
    return { id, pattern: new RegExp(source, 'gu'), check: test, tag: tag ?? false };
  } catch (cause) {
    throw invalid(id, (cause as Error).message, 'mend the pattern', cause);
  }
}

function invalid(id: string, what: string, remedy: string, cause?: unknown): HaechiError {
  return new HaechiError('masking_rule_invalid', { what, where: `masking rule "${id}"`, remedy, cause });
}
