import type { RegexNode } from './ast.ts';

/** Shortest literal worth looking for. */
const MIN_CHARS = 2;
/** Alternatives that are followed before the search for literals is given up. */
const MAX_ALTERNATIVES = 64;

/**
 * Texts of which at least one is in every match, in lower case; `undefined` where there are none. What a prefilter may
 * look for: it never says no where the expression says yes.
 */
export function requiredLiterals(node: RegexNode): string[] | undefined {
  const found = literalsOf(node);
  return found === undefined || found.some((text) => text.length < MIN_CHARS) ? undefined : found;
}

function literalsOf(node: RegexNode): string[] | undefined {
  switch (node.kind) {
    case 'char':
      return plain(node.char) ? [node.char.toLowerCase()] : undefined;
    case 'group':
      return node.open === '(' || node.open === '(?:' ? literalsOf(node.of) : undefined;
    case 'repeat':
      return node.min > 0 ? literalsOf(node.of) : undefined;
    case 'alternatives':
      return ofAlternatives(node.of);
    case 'concat':
      return ofSequence(node.of);
    default:
      return undefined;
  }
}

function ofAlternatives(branches: readonly RegexNode[]): string[] | undefined {
  const all: string[] = [];
  for (const branch of branches) {
    const found = literalsOf(branch);
    if (found === undefined || all.length + found.length > MAX_ALTERNATIVES) return undefined;
    all.push(...found);
  }
  return all;
}

/** The longest run of plain characters, or the best set of an element, whichever has the longer shortest text. */
function ofSequence(nodes: readonly RegexNode[]): string[] | undefined {
  let best: string[] | undefined;
  let run = '';
  const consider = (found: string[] | undefined): void => {
    if (found !== undefined && shortest(found) > shortest(best)) best = found;
  };
  for (const node of nodes) {
    if (node.kind === 'char' && plain(node.char)) {
      run += node.char.toLowerCase();
      continue;
    }
    if (run !== '') consider([run]);
    run = '';
    consider(literalsOf(node));
  }
  if (run !== '') consider([run]);
  return best;
}

function shortest(texts: readonly string[] | undefined): number {
  return texts === undefined ? 0 : Math.min(...texts.map((text) => text.length));
}

/** Only ASCII: its lower case is the same in the expression and in the value. */
function plain(char: string): boolean {
  return char.charCodeAt(0) < 0x80;
}
