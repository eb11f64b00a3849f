import { single, type Variable } from './variable.ts';

/** PATH_INFO: path of the target; a proxy has no script name to take off. */
export const PATH_INFO: Variable = single((facts) => facts.path);
