import { single, type Variable } from './variable.ts';

/** REMOTE_PORT: port of the client. */
export const REMOTE_PORT: Variable = single((facts) => String(facts.clientPort));
