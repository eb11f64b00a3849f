import { changing, type Variable } from './variable.ts';

/** MATCHED_VAR: value that matched last, after transformations. */
export const MATCHED_VAR: Variable = changing((facts) => facts.matched?.value);
