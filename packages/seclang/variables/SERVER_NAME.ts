import { single, type Variable } from './variable.ts';

/** SERVER_NAME: host of the request target or Host header, without port. */
export const SERVER_NAME: Variable = single((facts) => facts.serverName);
