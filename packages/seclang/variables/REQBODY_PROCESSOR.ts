import { changing, type Variable } from './variable.ts';

/** REQBODY_PROCESSOR: body processor: URLENCODED, MULTIPART, JSON, XML or empty. */
export const REQBODY_PROCESSOR: Variable = changing((facts) => facts.bodyProcessor);
