import { flag, single, type Variable } from './variable.ts';

/** REQBODY_ERROR: 1 where the body could not be read as its processor demands (phase 2). */
export const REQBODY_ERROR: Variable = single((facts) => flag(facts.bodyError !== ''));
