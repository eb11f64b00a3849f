import type { Entities } from './finding.ts';

/** Adds the values of `from` to `into`, each once, at most `limit` of a kind. */
export function addEntities(into: Entities, from: Entities, limit: number): void {
  for (const [kind, values] of Object.entries(from) as [keyof Entities, string[]][]) {
    const known = (into[kind] ??= []);
    for (const value of values) if (known.length < limit && !known.includes(value)) known.push(value);
  }
}
