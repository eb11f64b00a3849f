import { single, type Variable } from './variable.ts';

/** REQUEST_FILENAME: path of the target, not decoded. */
export const REQUEST_FILENAME: Variable = single((facts) => facts.path);
