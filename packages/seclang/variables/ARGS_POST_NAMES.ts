import { namesOf } from '../transaction/entry.ts';
import { collection, type Variable } from './variable.ts';

/** ARGS_POST_NAMES: names of the arguments of the request body (phase 2). */
export const ARGS_POST_NAMES: Variable = collection((facts) => namesOf(facts.bodyArguments));
