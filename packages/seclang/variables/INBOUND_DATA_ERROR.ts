import { flag, single, type Variable } from './variable.ts';

/** INBOUND_DATA_ERROR: 1 where the request body passed its limit. */
export const INBOUND_DATA_ERROR: Variable = single((facts) => flag(facts.inboundDataError));
