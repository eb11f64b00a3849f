import { single, type Variable } from './variable.ts';

/** TIME_MON: month from 0 in local time at the start of the transaction. */
export const TIME_MON: Variable = single((facts) => String(new Date(facts.startedMs).getMonth()));
