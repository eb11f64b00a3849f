import type { Variable } from './variable.ts';

/** TX: variables of the transaction, set by rules; TX:0 to TX:9 are captures. */
export const TX: Variable = {
  kind: 'collection',
  volatile: true,
  read: (facts) => [...facts.tx.values()],
  find: (facts, foldedKey) => facts.tx.get(foldedKey),
};
