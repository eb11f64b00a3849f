import { collection, type Variable } from './variable.ts';

/** ARGS: query, body and path arguments, decoded, by name. */
export const ARGS: Variable = collection((facts) => [
  ...facts.queryArguments,
  ...facts.bodyArguments,
  ...facts.pathArguments,
]);
