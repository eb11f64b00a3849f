import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_INVALID_PART: 1 where in a multipart body a part header is malformed (phase 2). */
export const MULTIPART_INVALID_PART: Variable = single((facts) => flag(facts.multipart?.invalidPart));
