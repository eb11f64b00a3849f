import { single, type Variable } from './variable.ts';

/** REQUEST_BODY: body of a form, or of any request where `ctl:forceRequestBodyVariable=On` (phase 2). */
export const REQUEST_BODY: Variable = single((facts) => facts.requestBody);
