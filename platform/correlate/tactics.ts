import { TACTICS } from '@haechi/event';

const ORDER = new Map<string, number>(TACTICS.map((tactic, index) => [tactic, index]));

/** Tactics among Sigma tags (`attack.initial-access`, also the older `attack.initial_access`), in matrix order. */
export function tacticsOf(tags: Iterable<string>): string[] {
  const found = new Set<string>();
  for (const tag of tags) {
    if (!tag.startsWith('attack.')) continue;
    const name = tag.slice('attack.'.length).replaceAll('_', '-');
    if (ORDER.has(name)) found.add(name);
  }
  return [...found].sort((a, b) => (ORDER.get(a) ?? 0) - (ORDER.get(b) ?? 0));
}
