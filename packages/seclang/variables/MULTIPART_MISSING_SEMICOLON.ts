import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_MISSING_SEMICOLON: 1 where in a multipart body a semicolon is missing between parameters (phase 2). */
export const MULTIPART_MISSING_SEMICOLON: Variable = single((facts) => flag(facts.multipart?.missingSemicolon));
