import { single, type Variable } from './variable.ts';

/** REQUEST_METHOD: method of the request, case kept. */
export const REQUEST_METHOD: Variable = single((facts) => facts.method);
