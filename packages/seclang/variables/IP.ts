import { NO_ENTRIES } from '../transaction/entry.ts';
import type { Variable } from './variable.ts';

/** IP: persistent collection opened by `initcol:ip=…`. */
export const IP: Variable = {
  kind: 'collection',
  volatile: true,
  read: (facts) => facts.persistent.get('ip')?.entries() ?? NO_ENTRIES,
};
