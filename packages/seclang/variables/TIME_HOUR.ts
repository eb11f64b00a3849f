import { single, type Variable } from './variable.ts';

/** TIME_HOUR: hour in local time at the start of the transaction. */
export const TIME_HOUR: Variable = single((facts) => String(new Date(facts.startedMs).getHours()));
