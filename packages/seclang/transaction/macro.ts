import { foldAscii } from '../prefilter/necessary.ts';
import { VARIABLES } from '../variables/index.ts';
import type { Facts } from './facts.ts';

/** Text with `%{NAME}` parts, compiled once. */
export interface Macro {
  readonly source: string;
  /** Whether the text has no parts to expand. */
  readonly constant: boolean;
  readonly expand: (facts: Facts) => string;
}

type Part = (facts: Facts) => string;

/**
 * Compiles text with macros: `%{TX.score}`, `%{REQUEST_HEADERS:Host}`, `%{MATCHED_VAR}`. A name that the transaction
 * does not have expands to nothing; a name that no variable has stays as written.
 */
export function compileMacro(source: string): Macro {
  const parts: Part[] = [];
  const form = /%\{([A-Za-z_]+)(?:[.:]([^}]*))?\}/g;
  let at = 0;
  for (const found of source.matchAll(form)) {
    const read = compileRead(found[1]!, found[2]);
    if (read === undefined) continue;
    if (found.index > at) parts.push(constant(source.slice(at, found.index)));
    parts.push(read);
    at = found.index + found[0].length;
  }
  if (parts.length === 0) return { source, constant: true, expand: () => source };
  if (at < source.length) parts.push(constant(source.slice(at)));
  const expand =
    parts.length === 1 ? parts[0]! : (facts: Facts) => parts.reduce((text, part) => text + part(facts), '');
  return { source, constant: false, expand };
}

function constant(text: string): Part {
  return () => text;
}

function compileRead(name: string, key: string | undefined): Part | undefined {
  const variable = VARIABLES.get(name.toUpperCase());
  if (variable === undefined) return undefined;
  if (variable.kind === 'single') return key === undefined ? (facts) => variable.read(facts) ?? '' : undefined;
  if (key === undefined) return (facts) => variable.read(facts)[0]?.text.value ?? '';
  const folded = foldAscii(key);
  const { find } = variable;
  if (find !== undefined) return (facts) => find(facts, folded)?.text.value ?? '';
  return (facts) => variable.read(facts).find((entry) => entry.foldedKey === folded)?.text.value ?? '';
}
