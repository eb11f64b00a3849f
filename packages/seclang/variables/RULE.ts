import { Entry, NO_ENTRIES } from '../transaction/entry.ts';
import type { Variable } from './variable.ts';

/** RULE: id, rev, severity, msg and logdata of the rule under evaluation. */
export const RULE: Variable = {
  kind: 'collection',
  volatile: true,
  read: ({ rule }) =>
    rule === undefined ? NO_ENTRIES : Object.entries(rule).map(([key, value]) => new Entry(key, value)),
};
