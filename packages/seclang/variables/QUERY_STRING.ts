import { single, type Variable } from './variable.ts';

/** QUERY_STRING: query of the target, not decoded. */
export const QUERY_STRING: Variable = single((facts) => facts.query);
