import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_DATA_BEFORE: 1 where in a multipart body there is data before the first boundary (phase 2). */
export const MULTIPART_DATA_BEFORE: Variable = single((facts) => flag(facts.multipart?.dataBefore));
