import { Entry } from '../transaction/entry.ts';
import type { Variable } from './variable.ts';

/** MATCHED_VARS_NAMES: full names of the variables that matched in the current rule or chain. */
export const MATCHED_VARS_NAMES: Variable = {
  kind: 'collection',
  volatile: true,
  read: (facts) => facts.matchedVariables.map((matched) => new Entry(matched.name, matched.name)),
};
