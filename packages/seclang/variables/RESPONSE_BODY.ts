import { single, type Variable } from './variable.ts';

/** RESPONSE_BODY: response body, where its media type is inspected (phase 4). */
export const RESPONSE_BODY: Variable = single((facts) => facts.responseBody);
