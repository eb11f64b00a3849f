import { single, type Variable } from './variable.ts';

/** TIME_YEAR: year in local time at the start of the transaction. */
export const TIME_YEAR: Variable = single((facts) => String(new Date(facts.startedMs).getFullYear()));
