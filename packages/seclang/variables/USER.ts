import { NO_ENTRIES } from '../transaction/entry.ts';
import type { Variable } from './variable.ts';

/** USER: persistent collection opened by `initcol:user=…` or `setuid`. */
export const USER: Variable = {
  kind: 'collection',
  volatile: true,
  read: (facts) => facts.persistent.get('user')?.entries() ?? NO_ENTRIES,
};
