import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_INVALID_QUOTING: 1 where in a multipart body a parameter is quoted wrongly (phase 2). */
export const MULTIPART_INVALID_QUOTING: Variable = single((facts) => flag(facts.multipart?.invalidQuoting));
