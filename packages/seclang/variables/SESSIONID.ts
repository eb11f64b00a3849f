import { changing, type Variable } from './variable.ts';

/** SESSIONID: value of `setsid`. */
export const SESSIONID: Variable = changing((facts) => facts.sessionId);
