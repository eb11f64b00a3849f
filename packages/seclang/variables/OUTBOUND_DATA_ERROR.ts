import { flag, single, type Variable } from './variable.ts';

/** OUTBOUND_DATA_ERROR: 1 where the response body passed its limit. */
export const OUTBOUND_DATA_ERROR: Variable = single((facts) => flag(facts.outboundDataError));
