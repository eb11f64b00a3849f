import type { CollectionName, PersistentRecord } from '../transaction/facts.ts';

/**
 * Where persistent collections live. One record is one collection under one key, shared by all transactions that open
 * it; changes are seen at once. Implementations pass the contract suite in `contract.ts`.
 */
export interface CollectionStore {
  /** Opens a record, a new one where there is none or it has expired. `nowMs` tells the time at each access. */
  readonly open: (
    collection: CollectionName,
    key: string,
    options: { readonly timeoutSeconds: number; readonly nowMs: () => number },
  ) => PersistentRecord;
}
