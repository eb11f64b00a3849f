import { NO_ENTRIES } from '../transaction/entry.ts';
import type { Variable } from './variable.ts';

/** SESSION: persistent collection opened by `initcol:session=…` or `setsid`. */
export const SESSION: Variable = {
  kind: 'collection',
  volatile: true,
  read: (facts) => facts.persistent.get('session')?.entries() ?? NO_ENTRIES,
};
