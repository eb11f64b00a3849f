import { createHmac } from 'node:crypto';
import { type CompiledMasking, compileMasking, type MaskingRule } from './rule.ts';

/** How many values each rule masked, by its id. */
export type Found = Map<string, number>;

/** Masks values; the readers in `fields/` find them. */
export interface Masker {
  /** The text with every value masked that a rule knows by its looks or by a `name=` before it; else the same string. */
  readonly text: (text: string, found: Found) => string;
  /** What is to stand for a field's value: masked by the field's name, else by its own looks. */
  readonly field: (name: string, value: string, found: Found) => string;
  /** Whether the field is secret by its name alone. */
  readonly isSecret: (name: string) => boolean;
  /** What stands for `value` in a field that is secret by its name. */
  readonly secret: (name: string, value: string, found: Found) => string;
}

/**
 * Makes a masker of rules.
 *
 * @param tagKey key of the tags of rules with `tag`: only who has it can tell whether a value is the one behind a tag
 * @throws HaechiError `masking_rule_invalid`
 */
export function createMasker(rules: readonly MaskingRule[], tagKey: Buffer): Masker {
  const compiled = compileMasking(rules);
  const mark = ({ id, tag }: { id: string; tag: boolean }, value: string, found: Found): string => {
    found.set(id, (found.get(id) ?? 0) + 1);
    return tag ? `[masked:${id}:${tagOf(tagKey, value)}]` : `[masked:${id}]`;
  };
  const text = (whole: string, found: Found): string => {
    const masked = maskValues(compiled, whole, found, mark);
    if (!masked.includes('=')) return masked;
    return masked.replaceAll(ASSIGNMENT, (pair, name: string, value: string) => {
      const rule = compiled.byName(name);
      return rule === undefined || value.startsWith('[masked:') ? pair : `${name}=${mark(rule, value, found)}`;
    });
  };
  const secret = (name: string, value: string, found: Found): string => {
    const rule = compiled.byName(name);
    return rule === undefined || value === '' ? value : mark(rule, value, found);
  };
  return {
    text,
    secret,
    isSecret: (name) => compiled.byName(name) !== undefined,
    field: (name, value, found) =>
      compiled.byName(name) === undefined ? text(value, found) : secret(name, value, found),
  };
}

/** `name=value` inside other text: an address that a page repeats, a line of a log. */
const ASSIGNMENT = /([\p{L}\p{N}_.[\]-]{2,60})=([^&\s"'<>;,]{1,2000})/gu;

type Mark = (rule: { id: string; tag: boolean }, value: string, found: Found) => string;

function maskValues({ values }: CompiledMasking, whole: string, found: Found, mark: Mark): string {
  let masked = whole;
  for (const rule of values) {
    // Most texts hold none: `search` finds that out without making a thing.
    if (masked.search(rule.pattern) < 0) continue;
    masked = masked.replaceAll(rule.pattern, (value) => {
      const [from, to] = rule.check === undefined ? [0, value.length] : numberIn(value, rule.check);
      return from === to ? value : value.slice(0, from) + mark(rule, value.slice(from, to), found) + value.slice(to);
    });
  }
  return masked;
}

/** The longest run of digit groups that passes: `4111 2222 3333 4448 12` ends in a month that is none of the number. */
function numberIn(value: string, check: (digits: string) => boolean): readonly [number, number] {
  const groups = [...value.matchAll(/[0-9]+/g)].map((group) => [group.index, group.index + group[0].length] as const);
  for (let length = groups.length; length > 0; length--) {
    for (let first = 0; first + length <= groups.length; first++) {
      const from = groups[first]?.[0] ?? 0;
      const to = groups[first + length - 1]?.[1] ?? 0;
      if (check(value.slice(from, to).replaceAll(/\D/g, ''))) return [from, to];
    }
  }
  return [0, 0];
}

const TAG_CHARS = 8;

function tagOf(key: Buffer, value: string): string {
  return createHmac('sha256', key).update(value).digest('hex').slice(0, TAG_CHARS);
}
