import { collection, type Variable } from './variable.ts';

/** REQUEST_HEADERS: request headers by name. */
export const REQUEST_HEADERS: Variable = collection((facts) => facts.requestHeaders);
