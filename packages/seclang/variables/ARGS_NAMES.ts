import { namesOf } from '../transaction/entry.ts';
import { collection, type Variable } from './variable.ts';

/** ARGS_NAMES: names of all arguments. */
export const ARGS_NAMES: Variable = collection((facts) =>
  namesOf([...facts.queryArguments, ...facts.bodyArguments, ...facts.pathArguments]),
);
