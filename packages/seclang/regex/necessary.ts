import { type Clause, clauseScore, type Necessary, selectClauses } from '../prefilter/necessary.ts';
import type { Node } from './ast.ts';
import { members } from './byte-set.ts';
import { NOT_PLAIN, onPlainText } from './plain-text.ts';

/** Sets with more members than this do not multiply into strings. */
const SET_STRINGS = 4;
/** Sets with more members than this say nothing as a clause of single bytes. */
const SET_CLAUSE = 40;
/** Strings that a sequence may multiply into, and that an alternation may collect. */
const PRODUCT_STRINGS = 256;
const UNION_STRINGS = 6_000;
const STRING_BYTES = 24;

/**
 * What every string that a pattern matches must contain, by structural induction as in RE2's prefilter
 * (re2/prefilter.cc): a node knows either all the strings it can match, folded to lower case, or clauses of which each
 * must hold.
 */
interface Info {
  /** All strings the node can match, where they are few. */
  readonly exact: readonly string[] | undefined;
  readonly clauses: readonly Clause[];
}

const NOTHING: Info = { exact: undefined, clauses: [] };
const EMPTY: Info = { exact: [''], clauses: [] };

/**
 * The necessary literals of a parsed pattern; empty where none are known. Where nothing is necessary in general, something
 * may be for plain text: then a value has that, or a byte that is not plain.
 */
export function necessaryLiterals(root: Node): Necessary {
  const general = selectClauses(clausesOf(analyse(root)));
  if (general.length > 0) return general;
  const plain = onPlainText(root);
  if (plain === undefined) return [NOT_PLAIN];
  const [best] = selectClauses(clausesOf(analyse(plain)));
  return best === undefined ? [] : [[...best, ...NOT_PLAIN]];
}

function clausesOf(info: Info): readonly Clause[] {
  if (info.exact === undefined) return info.clauses;
  return info.exact.length === 0 || info.exact.includes('') ? [] : [info.exact];
}

function analyse(node: Node): Info {
  switch (node.type) {
    case 'set': {
      const strings = foldedMembers(node.set);
      if (strings.length <= SET_STRINGS) return { exact: strings, clauses: [] };
      return { exact: undefined, clauses: strings.length <= SET_CLAUSE ? [strings] : [] };
    }
    case 'sequence':
      return analyseSequence(node.items.map(analyse));
    case 'alternation':
      return analyseAlternation(node.options.map(analyse));
    case 'repeat':
      return analyseRepeat(analyse(node.item), node.min, node.max);
    case 'capture':
    case 'atomic':
      return analyse(node.item);
    case 'look':
    case 'assert':
    case 'keepOut':
      return EMPTY;
    case 'backreference':
      return NOTHING;
  }
}

function foldedMembers(set: Uint8Array): string[] {
  const strings = new Set<string>();
  for (const byte of members(set)) strings.add(String.fromCharCode(byte >= 65 && byte <= 90 ? byte + 32 : byte));
  return [...strings];
}

function analyseSequence(items: readonly Info[]): Info {
  const clauses: Clause[] = [];
  let current: readonly string[] = [''];
  let exact = true;
  const flush = (): void => {
    if (current.length > 0 && !current.includes('')) clauses.push(current);
  };
  for (const item of items) {
    if (item.exact === undefined) {
      flush();
      clauses.push(...item.clauses);
      current = [''];
      exact = false;
      continue;
    }
    const product = multiply(current, item.exact);
    if (product !== undefined) current = product;
    else {
      flush();
      current = item.exact;
      exact = false;
    }
  }
  if (exact) return { exact: current, clauses: [] };
  flush();
  return { exact: undefined, clauses };
}

function multiply(left: readonly string[], right: readonly string[]): readonly string[] | undefined {
  if (left.length === 1 && left[0] === '') return right;
  if (right.length === 1 && right[0] === '') return left;
  if (left.length * right.length > PRODUCT_STRINGS) return undefined;
  const product = new Set<string>();
  for (const head of left)
    for (const tail of right) {
      if (head.length + tail.length > STRING_BYTES) return undefined;
      product.add(head + tail);
    }
  return [...product];
}

function analyseAlternation(options: readonly Info[]): Info {
  const union = new Set<string>();
  let exact = true;
  for (const option of options) {
    if (option.exact === undefined) exact = false;
    else for (const string of option.exact) union.add(string);
  }
  if (exact && union.size <= UNION_STRINGS) return { exact: [...union], clauses: [] };
  const strings = new Set<string>();
  for (const option of options) {
    const best = bestClause(clausesOf(option));
    if (best === undefined) return NOTHING;
    for (const string of best) strings.add(string);
  }
  return strings.size <= UNION_STRINGS ? { exact: undefined, clauses: [[...strings]] } : NOTHING;
}

function bestClause(clauses: readonly Clause[]): Clause | undefined {
  let best: Clause | undefined;
  for (const clause of clauses) if (best === undefined || clauseScore(clause) > clauseScore(best)) best = clause;
  return best;
}

function analyseRepeat(item: Info, min: number, max: number): Info {
  if (max === 0) return EMPTY;
  if (min === 0) {
    if (max === 1 && item.exact !== undefined && item.exact.length < PRODUCT_STRINGS)
      return { exact: [...new Set(['', ...item.exact])], clauses: [] };
    return NOTHING;
  }
  if (item.exact !== undefined && min === max) {
    let product: readonly string[] | undefined = [''];
    for (let count = 0; count < min && product !== undefined; count++) product = multiply(product, item.exact);
    if (product !== undefined) return { exact: product, clauses: [] };
  }
  return { exact: undefined, clauses: clausesOf(item) };
}
