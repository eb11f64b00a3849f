import { single, type Variable } from './variable.ts';

/** TIME_SEC: second in local time at the start of the transaction. */
export const TIME_SEC: Variable = single((facts) => String(new Date(facts.startedMs).getSeconds()));
