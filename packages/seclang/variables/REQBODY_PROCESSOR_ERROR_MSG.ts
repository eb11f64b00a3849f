import { single, type Variable } from './variable.ts';

/** REQBODY_PROCESSOR_ERROR_MSG: why the body processor failed (phase 2). */
export const REQBODY_PROCESSOR_ERROR_MSG: Variable = single((facts) => facts.bodyProcessorError);
