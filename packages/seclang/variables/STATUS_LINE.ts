import { single, type Variable } from './variable.ts';

/** STATUS_LINE: protocol and status code of the response (phase 3). */
export const STATUS_LINE: Variable = single((facts) => `${facts.responseProtocol} ${facts.statusCode}`);
