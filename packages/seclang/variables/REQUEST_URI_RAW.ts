import { single, type Variable } from './variable.ts';

/** REQUEST_URI_RAW: target of the request as sent, scheme and host included. */
export const REQUEST_URI_RAW: Variable = single((facts) => facts.rawUri);
