import { single, type Variable } from './variable.ts';

/** RESPONSE_PROTOCOL: protocol of the response (phase 3). */
export const RESPONSE_PROTOCOL: Variable = single((facts) => facts.responseProtocol);
