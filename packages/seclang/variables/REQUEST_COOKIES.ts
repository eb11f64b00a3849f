import { collection, type Variable } from './variable.ts';

/** REQUEST_COOKIES: cookies by name, not decoded. */
export const REQUEST_COOKIES: Variable = collection((facts) => facts.cookies);
