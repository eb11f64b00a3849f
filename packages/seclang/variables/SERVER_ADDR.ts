import { single, type Variable } from './variable.ts';

/** SERVER_ADDR: address that received the request. */
export const SERVER_ADDR: Variable = single((facts) => facts.serverAddress);
