import { single, type Variable } from './variable.ts';

/** REQUEST_LINE: the request line: method, target and protocol. */
export const REQUEST_LINE: Variable = single(
  (facts) => `${facts.method} ${facts.rawUri}${facts.protocol === '' ? '' : ` ${facts.protocol}`}`,
);
