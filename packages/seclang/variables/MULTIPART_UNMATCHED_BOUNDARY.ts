import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_UNMATCHED_BOUNDARY: 1 where in a multipart body a line only starts like the boundary (phase 2). */
export const MULTIPART_UNMATCHED_BOUNDARY: Variable = single((facts) => flag(facts.multipart?.unmatchedBoundary));
