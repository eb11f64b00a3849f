import { namesOf } from '../transaction/entry.ts';
import { collection, type Variable } from './variable.ts';

/** RESPONSE_HEADERS_NAMES: names of the response headers (phase 3). */
export const RESPONSE_HEADERS_NAMES: Variable = collection((facts) => namesOf(facts.responseHeaders));
