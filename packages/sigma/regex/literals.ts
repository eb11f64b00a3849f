import type { RegexNode } from './ast.ts';

/** Shortest literal worth looking for; a sign that ordinary text does not have is worth it alone. */
const MIN_CHARS = 2;
const RARE_SIGN = /^[`^~|{}<>$!;#%&@*?[\]+]$/;
/** Alternatives that are followed before the search for literals is given up. */
const MAX_ALTERNATIVES = 64;

/**
 * Sets of texts in lower case: of each set, at least one text is in every match. What a prefilter may look for: it never
 * says no where the expression says yes. Empty where there is nothing to look for.
 */
export function requiredLiterals(node: RegexNode): string[][] {
  return setsOf(node).filter((texts) => texts.every((text) => text.length >= MIN_CHARS || RARE_SIGN.test(text)));
}

/** Texts without letters that are in every match: looking for them needs no folding. The longest first, at most two. */
export function requiredSigns(node: RegexNode): string[] {
  const signs = new Set(setsOf(node).flatMap((texts) => (texts.length === 1 && !/[a-z]/.test(texts[0]!) ? texts : [])));
  return [...signs].sort((a, b) => b.length - a.length).slice(0, 2);
}

/** The sets of a node; those of a sequence's elements all hold. */
function setsOf(node: RegexNode): string[][] {
  switch (node.kind) {
    case 'char':
      return plain(node.char) ? [[node.char.toLowerCase()]] : [];
    case 'group':
      return node.open === '(' || node.open === '(?:' ? setsOf(node.of) : [];
    case 'repeat':
      return node.min > 0 ? setsOf(node.of) : [];
    case 'alternatives':
      return ofAlternatives(node.of);
    case 'concat':
      return ofSequence(node.of);
    default:
      return [];
  }
}

/** One of the best texts of each branch. */
function ofAlternatives(branches: readonly RegexNode[]): string[][] {
  const all: string[] = [];
  for (const branch of branches) {
    const best = setsOf(branch).reduce<string[]>((a, b) => (shortest(b) > shortest(a) ? b : a), []);
    if (best.length === 0 || all.length + best.length > MAX_ALTERNATIVES) return [];
    all.push(...best);
  }
  return [all];
}

/** The runs of plain characters, and the sets of the other elements. */
function ofSequence(nodes: readonly RegexNode[]): string[][] {
  const sets: string[][] = [];
  let run = '';
  for (const node of nodes) {
    if (node.kind === 'char' && plain(node.char)) {
      run += node.char.toLowerCase();
      continue;
    }
    if (run !== '') sets.push([run]);
    run = '';
    sets.push(...setsOf(node));
  }
  if (run !== '') sets.push([run]);
  return sets;
}

function shortest(texts: readonly string[]): number {
  return texts.length === 0 ? 0 : Math.min(...texts.map((text) => text.length));
}

/** Only ASCII: its lower case is the same in the expression and in the value. */
function plain(char: string): boolean {
  return char.charCodeAt(0) < 0x80;
}
