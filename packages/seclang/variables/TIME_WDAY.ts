import { single, type Variable } from './variable.ts';

/** TIME_WDAY: day of the week from 0 for Sunday in local time at the start of the transaction. */
export const TIME_WDAY: Variable = single((facts) => String(new Date(facts.startedMs).getDay()));
