import { changing, type Variable } from './variable.ts';

/** DURATION: milliseconds since the transaction started. */
export const DURATION: Variable = changing((facts) => String(facts.nowMs() - facts.startedMs));
