import type { CollectionName } from '../transaction/facts.ts';
import { ActionRefusal } from './action.ts';

const PERSISTENT: ReadonlySet<string> = new Set(['ip', 'session', 'user', 'global', 'resource']);

/** A collection that rules may write: TX or one of the persistent ones. Throws `ActionRefusal` for any other. */
export function settableCollection(name: string): CollectionName | 'tx' {
  const folded = name.toLowerCase();
  return folded === 'tx' ? 'tx' : persistentCollection(folded);
}

/** A persistent collection by name. Throws `ActionRefusal` for any other. */
export function persistentCollection(name: string): CollectionName {
  const folded = name.toLowerCase();
  if (!PERSISTENT.has(folded)) throw new ActionRefusal(`'${name}' is not a collection that rules can write`);
  return folded as CollectionName;
}
