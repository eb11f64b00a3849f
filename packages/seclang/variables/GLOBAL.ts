import { NO_ENTRIES } from '../transaction/entry.ts';
import type { Variable } from './variable.ts';

/** GLOBAL: persistent collection opened by `initcol:global=…`. */
export const GLOBAL: Variable = {
  kind: 'collection',
  volatile: true,
  read: (facts) => facts.persistent.get('global')?.entries() ?? NO_ENTRIES,
};
