import { changing, type Variable } from './variable.ts';

/** MATCHED_VAR_NAME: full name of the variable that matched last. */
export const MATCHED_VAR_NAME: Variable = changing((facts) => facts.matched?.name);
