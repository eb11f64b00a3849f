import { collection, type Variable } from './variable.ts';

/** RESPONSE_HEADERS: response headers by name (phase 3). */
export const RESPONSE_HEADERS: Variable = collection((facts) => facts.responseHeaders);
