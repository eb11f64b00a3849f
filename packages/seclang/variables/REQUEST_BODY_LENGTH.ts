import { single, type Variable } from './variable.ts';

/** REQUEST_BODY_LENGTH: bytes of the request body (phase 2). */
export const REQUEST_BODY_LENGTH: Variable = single((facts) => String(facts.requestBodyBytes));
