import { single, type Variable } from './variable.ts';

/** TIME_MIN: minute in local time at the start of the transaction. */
export const TIME_MIN: Variable = single((facts) => String(new Date(facts.startedMs).getMinutes()));
