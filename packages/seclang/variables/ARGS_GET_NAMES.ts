import { namesOf } from '../transaction/entry.ts';
import { collection, type Variable } from './variable.ts';

/** ARGS_GET_NAMES: names of the arguments of the query string. */
export const ARGS_GET_NAMES: Variable = collection((facts) => namesOf(facts.queryArguments));
