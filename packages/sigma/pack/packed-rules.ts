import { ANY_CHAR, ANY_DASH, ANY_RUN, type Expr, type PatternPart, type SigmaRule, type Test } from '../model.ts';
import type { ParsedRules } from '../parse/rules.ts';

/** Raised whenever the model or the meaning of a rule changes: what was packed before is then parsed anew. */
const FORMAT = 1;

const WILDCARDS = { '*': ANY_RUN, '?': ANY_CHAR, dash: ANY_DASH } as const;

/**
 * Parsed rules as text, which is read back in a fiftieth of the time that parsing them takes. Trust it as much as the
 * code: it is not checked.
 */
export function packRules(parsed: readonly ParsedRules[]): string {
  return JSON.stringify({ format: FORMAT, parsed }, (_, value: unknown) => {
    if (typeof value === 'symbol') return { wildcard: value.description };
    if (typeof value === 'bigint') return String(value);
    return value instanceof Map ? [...value] : value;
  });
}

/** What was packed, or `undefined` for anything else and for what another version packed. */
export function unpackRules(text: string): ParsedRules[] | undefined {
  let packed: { format?: unknown; parsed?: ParsedRules[] } | null;
  try {
    packed = JSON.parse(text) as typeof packed;
  } catch {
    return undefined;
  }
  if (packed?.format !== FORMAT || packed.parsed === undefined) return undefined;
  for (const { rules } of packed.parsed) for (const rule of rules) revive(rule);
  return packed.parsed;
}

type Writable<T> = { -readonly [key in keyof T]: T[key] };

/** Puts back, in place, what JSON has no form for. */
function revive(rule: SigmaRule): void {
  if (rule.kind !== 'correlation') {
    reviveExpr(rule.condition);
    return;
  }
  const aliases = rule.aliases as unknown as [string, [string, string][]][];
  (rule as Writable<typeof rule>).aliases = new Map(aliases.map(([name, fields]) => [name, new Map(fields)]));
}

function reviveExpr(expr: Expr): void {
  switch (expr.kind) {
    case 'and':
    case 'or':
      for (const each of expr.of) reviveExpr(each);
      return;
    case 'not':
    case 'item':
    case 'search':
      reviveExpr(expr.of);
      return;
    case 'atom':
      reviveTest(expr.test);
  }
}

function reviveTest(test: Test): void {
  if (test.kind === 'glob') (test as Writable<typeof test>).parts = test.parts.map(partOf);
  else if (test.kind === 'cidr') {
    const network = test.network as Writable<typeof test.network>;
    network.base = BigInt(network.base);
  }
}

function partOf(part: PatternPart | { readonly wildcard: keyof typeof WILDCARDS }): PatternPart {
  return typeof part === 'object' ? WILDCARDS[part.wildcard] : part;
}
