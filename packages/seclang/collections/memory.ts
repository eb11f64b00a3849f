import { COLLECTION_RECORDS, COLLECTION_VARIABLES } from '../limits.ts';
import { foldAscii } from '../prefilter/necessary.ts';
import { Entry } from '../transaction/entry.ts';
import type { PersistentRecord } from '../transaction/facts.ts';
import type { CollectionStore } from './store.ts';

interface Variable {
  readonly name: string;
  readonly value: string;
  readonly expiresMs: number;
}

interface Stored {
  readonly variables: Map<string, Variable>;
  expiresMs: number;
}

/** Persistent collections in this process: bounded, the least recently opened record goes first. */
export function memoryCollections(limits: { records?: number; variables?: number } = {}): CollectionStore {
  const records = new Map<string, Stored>();
  const most = limits.records ?? COLLECTION_RECORDS;
  const variables = limits.variables ?? COLLECTION_VARIABLES;
  // Kept from call to call: a new iterator would first pass by all that was taken out at the front.
  let oldest = records.keys();
  const oldestOf = (): string => {
    const next = oldest.next();
    if (next.done !== true) return next.value;
    oldest = records.keys();
    return oldest.next().value!;
  };
  return {
    open(collection, key, { timeoutSeconds, nowMs }) {
      const path = `${collection}\n${key}`;
      let stored = records.get(path);
      records.delete(path);
      if (stored === undefined || stored.expiresMs <= nowMs()) {
        stored = { variables: new Map(), expiresMs: nowMs() + timeoutSeconds * 1_000 };
      }
      records.set(path, stored);
      if (records.size > most) records.delete(oldestOf());
      return recordOf(key, stored, variables, timeoutSeconds, nowMs);
    },
  };
}

function recordOf(
  key: string,
  stored: Stored,
  most: number,
  timeoutSeconds: number,
  nowMs: () => number,
): PersistentRecord {
  const live = (folded: string): Variable | undefined => {
    const variable = stored.variables.get(folded);
    if (variable === undefined || variable.expiresMs > nowMs()) return variable;
    stored.variables.delete(folded);
    return undefined;
  };
  return {
    key,
    get: (folded) => live(folded)?.value,
    entries: () =>
      [...stored.variables.keys()].flatMap((folded) => {
        const variable = live(folded);
        return variable === undefined ? [] : [new Entry(variable.name, variable.value)];
      }),
    set(name, value) {
      const folded = foldAscii(name);
      const before = live(folded);
      if (before === undefined && stored.variables.size >= most) return;
      const expiresMs = before?.expiresMs ?? Number.POSITIVE_INFINITY;
      stored.variables.set(folded, { name, value, expiresMs });
      stored.expiresMs = nowMs() + timeoutSeconds * 1_000;
    },
    remove: (folded) => void stored.variables.delete(folded),
    expire(folded, seconds) {
      const variable = live(folded);
      if (variable !== undefined) stored.variables.set(folded, { ...variable, expiresMs: nowMs() + seconds * 1_000 });
    },
  };
}
