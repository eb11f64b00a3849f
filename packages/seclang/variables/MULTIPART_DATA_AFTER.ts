import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_DATA_AFTER: 1 where in a multipart body there is data behind the last boundary (phase 2). */
export const MULTIPART_DATA_AFTER: Variable = single((facts) => flag(facts.multipart?.dataAfter));
