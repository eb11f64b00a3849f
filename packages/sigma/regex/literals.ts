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

/** Sets asked before an expression is run, and how many of a text's characters count. */
const GUARDS = 2;
const COUNTED_CHARS = 8;

/** The rarest of the sets, at most two: what a value must have before it is worth running the expression on it. */
export function guardingSets(node: RegexNode): string[][] {
  const share = (texts: readonly string[]): number => texts.reduce((sum, text) => sum + commonness(text), 0);
  const sets = setsOf(node).filter((texts) => share(texts) < 1);
  return sets.sort((a, b) => share(a) - share(b)).slice(0, GUARDS);
}

/** A guess of the share of values that have the text: letters and digits are common, signs are not. */
function commonness(text: string): number {
  let share = 4;
  for (let i = 0; i < text.length && i < COUNTED_CHARS; i++) share /= /[a-z0-9/.]/.test(text[i]!) ? 4 : 16;
  return share;
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

/** The runs of elements that can only be one of a few texts, and the sets of each element that is no character. */
function ofSequence(nodes: readonly RegexNode[]): string[][] {
  const sets: string[][] = [];
  let runs: readonly string[] = [''];
  let members = 0;
  const end = (): void => {
    // One group alone has said its texts already.
    if (members > 1 || (members === 1 && runs.length === 1)) sets.push([...runs]);
    runs = [''];
    members = 0;
  };
  for (const node of nodes) {
    const texts = fixedTexts(node);
    if (node.kind !== 'char') sets.push(...setsOf(node));
    const joined = texts === undefined ? undefined : joinedTexts(runs, texts);
    if (joined === undefined) end();
    if (texts === undefined) continue;
    runs = joined ?? texts;
    members++;
  }
  end();
  return sets;
}

/** All texts that the node can match where they are few and plain. */
function fixedTexts(node: RegexNode): readonly string[] | undefined {
  switch (node.kind) {
    case 'char':
      return plain(node.char) ? [node.char.toLowerCase()] : undefined;
    case 'group':
      return node.open === '(' || node.open === '(?:' ? fixedTexts(node.of) : undefined;
    case 'alternatives': {
      const texts = new Set<string>();
      for (const branch of node.of) {
        const fixed = fixedTexts(branch);
        if (fixed === undefined) return undefined;
        for (const text of fixed) texts.add(text);
      }
      return texts.size > MAX_ALTERNATIVES || texts.has('') ? undefined : [...texts];
    }
    case 'concat': {
      let texts: readonly string[] | undefined = [''];
      for (const each of node.of) {
        const fixed = fixedTexts(each);
        texts = fixed === undefined || texts === undefined ? undefined : joinedTexts(texts, fixed);
      }
      return texts;
    }
    default:
      return undefined;
  }
}

/** Every text of the one before every text of the other; undefined where that would be too many. */
function joinedTexts(heads: readonly string[], tails: readonly string[]): string[] | undefined {
  if (heads.length * tails.length > MAX_ALTERNATIVES) return undefined;
  return heads.flatMap((head) => tails.map((tail) => head + tail));
}

function shortest(texts: readonly string[]): number {
  return texts.length === 0 ? 0 : Math.min(...texts.map((text) => text.length));
}

/** Only ASCII: its lower case is the same in the expression and in the value. */
function plain(char: string): boolean {
  return char.charCodeAt(0) < 0x80;
}
