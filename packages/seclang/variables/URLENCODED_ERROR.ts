import { flag, single, type Variable } from './variable.ts';

/** URLENCODED_ERROR: 1 where a `%` in the query string or form body starts no valid escape. */
export const URLENCODED_ERROR: Variable = single((facts) => flag(facts.urlencodedError));
