import { single, type Variable } from './variable.ts';

/** TIME_DAY: day of the month in local time at the start of the transaction. */
export const TIME_DAY: Variable = single((facts) => String(new Date(facts.startedMs).getDate()));
