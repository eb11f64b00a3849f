import { namesOf } from '../transaction/entry.ts';
import { collection, type Variable } from './variable.ts';

/** REQUEST_COOKIES_NAMES: names of the cookies. */
export const REQUEST_COOKIES_NAMES: Variable = collection((facts) => namesOf(facts.cookies));
