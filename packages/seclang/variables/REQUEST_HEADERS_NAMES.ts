import { namesOf } from '../transaction/entry.ts';
import { collection, type Variable } from './variable.ts';

/** REQUEST_HEADERS_NAMES: names of the request headers. */
export const REQUEST_HEADERS_NAMES: Variable = collection((facts) => namesOf(facts.requestHeaders));
