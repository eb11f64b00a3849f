import { single, type Variable } from './variable.ts';

/** REQUEST_PROTOCOL: protocol of the request line, as `HTTP/1.1`. */
export const REQUEST_PROTOCOL: Variable = single((facts) => facts.protocol);
