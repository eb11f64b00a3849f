/** A leaf of a document: its dotted name and its value as text. */
export interface Leaf {
  readonly name: string;
  readonly value: string;
}

const MAX_DEPTH = 12;
const MAX_LEAVES = 2000;

/** Leaves of a nested document in its own order; lists are joined, and what lies too deep is shown as JSON. */
export function flatten(document: object): Leaf[] {
  const leaves: Leaf[] = [];
  const walk = (prefix: string, node: object, depth: number): void => {
    for (const [key, value] of Object.entries(node)) {
      if (leaves.length >= MAX_LEAVES) return;
      const name = prefix === '' ? key : `${prefix}.${key}`;
      if (typeof value === 'object' && value !== null && !Array.isArray(value) && depth < MAX_DEPTH) {
        walk(name, value as object, depth + 1);
      } else leaves.push({ name, value: textOf(value) });
    }
  };
  walk('', document, 0);
  return leaves;
}

/** Values of one dotted name, as texts; empty where the document has none. */
export function valuesAt(document: object, name: string): string[] {
  let node: unknown = document;
  // Field names may hold dots themselves (`labels`), so the longest key that exists is taken at each step.
  let rest = name.split('.');
  while (rest.length > 0) {
    if (typeof node !== 'object' || node === null) return [];
    const holder = node as Record<string, unknown>;
    let taken = rest.length;
    while (taken > 0 && !Object.hasOwn(holder, rest.slice(0, taken).join('.'))) taken--;
    if (taken === 0) return [];
    node = holder[rest.slice(0, taken).join('.')];
    rest = rest.slice(taken);
  }
  if (node === undefined || node === null) return [];
  return (Array.isArray(node) ? node : [node]).map(textOf);
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value) && value.every((item) => typeof item !== 'object')) return value.join(', ');
  return JSON.stringify(value) ?? '';
}
