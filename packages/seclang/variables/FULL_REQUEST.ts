import { fullRequest } from './fullRequest.ts';
import { single, type Variable } from './variable.ts';

/** FULL_REQUEST: request line, headers and body text. */
export const FULL_REQUEST: Variable = single((facts) => {
  return fullRequest(facts);
});
