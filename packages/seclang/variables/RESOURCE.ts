import { NO_ENTRIES } from '../transaction/entry.ts';
import type { Variable } from './variable.ts';

/** RESOURCE: persistent collection opened by `initcol:resource=…` or `setrsc`. */
export const RESOURCE: Variable = {
  kind: 'collection',
  volatile: true,
  read: (facts) => facts.persistent.get('resource')?.entries() ?? NO_ENTRIES,
};
