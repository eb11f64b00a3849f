import { single, type Variable } from './variable.ts';

/** RESPONSE_STATUS: status code of the response (phase 3). */
export const RESPONSE_STATUS: Variable = single((facts) => String(facts.statusCode));
