import { fold } from '../fields/text.ts';
import type { Expr } from '../model.ts';
import { AffixTree } from './affix-tree.ts';

/** Alternatives from which on a table is worth its memory. */
const MANY = 8;

/** A whole value, a beginning or an end, in any case. */
interface Affix {
  readonly kind: 'equals' | 'startswith' | 'endswith';
  readonly text: string;
}

/** Many alternatives for one field. */
interface AffixAlternatives {
  readonly field: string;
  readonly tests: readonly Affix[];
}

/** Takes out of the parts of an `or` those that are whole values, beginnings or ends of a field that has many. */
export function affixLists(of: readonly Expr[]): { lists: AffixAlternatives[]; rest: Expr[] } {
  if (of.length < MANY) return { lists: [], rest: [...of] };
  const byField = new Map<string, Affix[]>();
  for (const each of of) {
    const found = affixOf(each);
    if (found === undefined) continue;
    const known = byField.get(found.field);
    if (known === undefined) byField.set(found.field, [found.affix]);
    else known.push(found.affix);
  }
  const lists = [...byField].flatMap(([field, tests]) => (tests.length < MANY ? [] : [{ field, tests }]));
  const fields = new Set(lists.map(({ field }) => field));
  return { lists, rest: of.filter((each) => !fields.has(affixOf(each)?.field ?? '')) };
}

function affixOf(expr: Expr): { field: string; affix: Affix } | undefined {
  if (expr.kind === 'item' || expr.kind === 'search') return affixOf(expr.of);
  if (expr.kind !== 'atom' || expr.field === null || expr.field === '') return undefined;
  const { test } = expr;
  if ((test.kind !== 'equals' && test.kind !== 'startswith' && test.kind !== 'endswith') || test.cased)
    return undefined;
  // An empty beginning is in every value: no table says so.
  if (test.text === '' && test.kind !== 'equals') return undefined;
  return { field: expr.field, affix: { kind: test.kind, text: fold(test.text) } };
}

/** Whether a value is one of many, or begins or ends with one. */
export class AffixList {
  readonly #equals: ReadonlySet<string>;
  readonly #starts: AffixTree | undefined;
  readonly #ends: AffixTree | undefined;
  readonly #hits: number[] = [];

  constructor(tests: readonly Affix[]) {
    this.#equals = new Set(textsOf(tests, 'equals'));
    this.#starts = treeOf(tests, 'startswith');
    this.#ends = treeOf(tests, 'endswith');
  }

  /** `folded`: the value in the form in which case does not matter. */
  has(folded: string): boolean {
    if (this.#equals.has(folded)) return true;
    const hits = this.#hits;
    hits.length = 0;
    this.#starts?.scan(folded, hits);
    if (hits.length > 0) return true;
    this.#ends?.scan(folded, hits);
    return hits.length > 0;
  }
}

function textsOf(tests: readonly Affix[], kind: Affix['kind']): string[] {
  return tests.filter((test) => test.kind === kind).map(({ text }) => text);
}

function treeOf(tests: readonly Affix[], kind: 'startswith' | 'endswith'): AffixTree | undefined {
  const texts = textsOf(tests, kind);
  return texts.length === 0 ? undefined : new AffixTree(new Map(texts.map((text, index) => [text, index])), kind);
}
