import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_LF_LINE: 1 where in a multipart body a line ends with LF alone (phase 2). */
export const MULTIPART_LF_LINE: Variable = single((facts) => flag(facts.multipart?.lfLine));
