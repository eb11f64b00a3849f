import { collection, type Variable } from './variable.ts';

/** ARGS_GET: arguments of the query string, decoded, by name. */
export const ARGS_GET: Variable = collection((facts) => facts.queryArguments);
