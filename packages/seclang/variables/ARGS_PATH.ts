import { collection, type Variable } from './variable.ts';

/** ARGS_PATH: arguments that the host application took from the path. */
export const ARGS_PATH: Variable = collection((facts) => facts.pathArguments);
