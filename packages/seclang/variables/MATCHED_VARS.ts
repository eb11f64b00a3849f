import { Entry } from '../transaction/entry.ts';
import type { Variable } from './variable.ts';

/** MATCHED_VARS: values that matched in the current rule or chain, under their full names. */
export const MATCHED_VARS: Variable = {
  kind: 'collection',
  volatile: true,
  namedByKey: true,
  read: (facts) => facts.matchedVariables.map((matched) => new Entry(matched.name, matched.value)),
};
