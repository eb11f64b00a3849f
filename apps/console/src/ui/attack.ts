import { TACTICS } from '@haechi/event';

/** What Sigma tags say in ATT&CK's terms. */
export interface Attack {
  /** Tactics in matrix order. */
  readonly tactics: readonly string[];
  /** Technique ids in ATT&CK's spelling: `T1059.001`. */
  readonly techniques: readonly string[];
}

/** Reads tags of the `attack.` namespace, also the older spelling with underscores. */
export function attackOf(tags: readonly string[]): Attack {
  const names = tags.filter((tag) => tag.startsWith('attack.')).map((tag) => tag.slice('attack.'.length));
  const words = new Set(names.map((name) => name.replaceAll('_', '-')));
  return {
    tactics: TACTICS.filter((tactic) => words.has(tactic)),
    techniques: names.filter((name) => /^t\d{4}(\.\d{3})?$/i.test(name)).map((name) => name.toUpperCase()),
  };
}
