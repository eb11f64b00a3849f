import { fullRequest } from './fullRequest.ts';
import { single, type Variable } from './variable.ts';

/** FULL_REQUEST_LENGTH: bytes of request line, headers and body. */
export const FULL_REQUEST_LENGTH: Variable = single((facts) => {
  return String(fullRequest(facts).length);
});
