import { single, type Variable } from './variable.ts';

/** REMOTE_HOST: address of the client: names are not resolved, for that would need the network. */
export const REMOTE_HOST: Variable = single((facts) => facts.clientAddress);
