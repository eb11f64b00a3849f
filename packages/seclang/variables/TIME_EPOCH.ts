import { single, type Variable } from './variable.ts';

/** TIME_EPOCH: seconds since 1970-01-01 UTC at the start of the transaction. */
export const TIME_EPOCH: Variable = single((facts) => String(Math.floor(facts.startedMs / 1000)));
