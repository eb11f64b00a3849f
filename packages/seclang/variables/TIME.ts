import { single, type Variable } from './variable.ts';

/** TIME: local time as hh:mm:ss. */
export const TIME: Variable = single((facts) => {
  return new Date(facts.startedMs).toTimeString().slice(0, 8);
});
