import { changing, type Variable } from './variable.ts';

/** USERID: value of `setuid`. */
export const USERID: Variable = changing((facts) => facts.userId);
