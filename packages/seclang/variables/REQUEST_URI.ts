import { single, type Variable } from './variable.ts';

/** REQUEST_URI: target of the request without scheme and host, not decoded. */
export const REQUEST_URI: Variable = single((facts) => facts.uri);
