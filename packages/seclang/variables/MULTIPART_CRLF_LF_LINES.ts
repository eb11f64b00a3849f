import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_CRLF_LF_LINES: 1 where in a multipart body line ends are mixed (phase 2). */
export const MULTIPART_CRLF_LF_LINES: Variable = single((facts) => flag(facts.multipart?.crlfLfLines));
