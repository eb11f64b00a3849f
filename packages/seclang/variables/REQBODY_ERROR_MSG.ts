import { single, type Variable } from './variable.ts';

/** REQBODY_ERROR_MSG: why the body could not be read (phase 2). */
export const REQBODY_ERROR_MSG: Variable = single((facts) => facts.bodyError);
