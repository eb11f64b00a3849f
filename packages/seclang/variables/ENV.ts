import type { Variable } from './variable.ts';

/** ENV: variables set by `setenv`; the environment of the process stays hidden. */
export const ENV: Variable = {
  kind: 'collection',
  volatile: true,
  read: (facts) => [...facts.environment.values()],
  find: (facts, foldedKey) => facts.environment.get(foldedKey),
};
