import { single, type Variable } from './variable.ts';

/** UNIQUE_ID: identifier of the transaction. */
export const UNIQUE_ID: Variable = single((facts) => facts.uniqueId);
