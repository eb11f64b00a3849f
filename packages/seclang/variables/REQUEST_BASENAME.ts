import { single, type Variable } from './variable.ts';

/** REQUEST_BASENAME: what follows the last slash of the path. */
export const REQUEST_BASENAME: Variable = single((facts) => {
  return facts.path.slice(Math.max(facts.path.lastIndexOf('/'), facts.path.lastIndexOf('\\')) + 1);
});
