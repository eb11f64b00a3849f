import { flag, single, type Variable } from './variable.ts';

/** REQBODY_PROCESSOR_ERROR: 1 where the body processor failed (phase 2). */
export const REQBODY_PROCESSOR_ERROR: Variable = single((facts) => flag(facts.bodyProcessorError !== ''));
