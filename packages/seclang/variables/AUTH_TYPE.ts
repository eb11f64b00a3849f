import { headerOf } from './headerOf.ts';
import { single, type Variable } from './variable.ts';

/** AUTH_TYPE: scheme of the Authorization header. */
export const AUTH_TYPE: Variable = single((facts) => {
  return headerOf(facts.requestHeaders, 'authorization')?.split(' ')[0] ?? '';
});
