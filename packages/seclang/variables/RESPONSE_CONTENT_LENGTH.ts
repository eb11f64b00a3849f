import { single, type Variable } from './variable.ts';

/** RESPONSE_CONTENT_LENGTH: bytes of the response body (phase 4). */
export const RESPONSE_CONTENT_LENGTH: Variable = single((facts) => String(facts.responseBodyBytes));
