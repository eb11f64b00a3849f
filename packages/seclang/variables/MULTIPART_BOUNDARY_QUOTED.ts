import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_BOUNDARY_QUOTED: 1 where in a multipart body the boundary is quoted (phase 2). */
export const MULTIPART_BOUNDARY_QUOTED: Variable = single((facts) => flag(facts.multipart?.boundaryQuoted));
