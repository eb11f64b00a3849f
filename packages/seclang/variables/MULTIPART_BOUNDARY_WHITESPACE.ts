import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_BOUNDARY_WHITESPACE: 1 where in a multipart body there is white space at the boundary parameter (phase 2). */
export const MULTIPART_BOUNDARY_WHITESPACE: Variable = single((facts) => flag(facts.multipart?.boundaryWhitespace));
