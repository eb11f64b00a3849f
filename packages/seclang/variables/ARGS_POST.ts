import { collection, type Variable } from './variable.ts';

/** ARGS_POST: arguments of the request body, decoded, by name (phase 2). */
export const ARGS_POST: Variable = collection((facts) => facts.bodyArguments);
