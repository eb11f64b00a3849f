import { changing, type Variable } from './variable.ts';

/** HIGHEST_SEVERITY: lowest severity number of the rules matched so far, 255 for none. */
export const HIGHEST_SEVERITY: Variable = changing((facts) => String(facts.highestSeverity));
