import { flag, single, type Variable } from './variable.ts';

/** MULTIPART_FILE_LIMIT_EXCEEDED: 1 where in a multipart body there are more parts than the limit (phase 2). */
export const MULTIPART_FILE_LIMIT_EXCEEDED: Variable = single((facts) => flag(facts.multipart?.fileLimitExceeded));
