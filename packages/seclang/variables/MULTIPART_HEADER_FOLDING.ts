import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_HEADER_FOLDING: 1 where in a multipart body a part header is folded (phase 2). */
export const MULTIPART_HEADER_FOLDING: Variable = single((facts) => flag(facts.multipart?.headerFolding));
