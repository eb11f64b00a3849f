import { single, type Variable } from './variable.ts';

/** SERVER_PORT: port that received the request. */
export const SERVER_PORT: Variable = single((facts) => String(facts.serverPort));
