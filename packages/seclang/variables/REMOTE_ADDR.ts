import { single, type Variable } from './variable.ts';

/** REMOTE_ADDR: address of the client. */
export const REMOTE_ADDR: Variable = single((facts) => facts.clientAddress);
