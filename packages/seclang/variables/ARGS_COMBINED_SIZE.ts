import { single, type Variable } from './variable.ts';

/** ARGS_COMBINED_SIZE: bytes of all argument names and values together. */
export const ARGS_COMBINED_SIZE: Variable = single((facts) => {
  let bytes = 0;
  for (const entries of [facts.queryArguments, facts.bodyArguments, facts.pathArguments])
    for (const entry of entries) bytes += entry.key.length + entry.text.value.length;
  return String(bytes);
});
