import { HaechiError } from '@haechi/event';

/** ClickHouse error codes (src/Common/ErrorCodes.cpp) that say a query asked for too much, not that something broke. */
const TIMEOUT_EXCEEDED = '159';
const MEMORY_LIMIT_EXCEEDED = '241';

/** The fault of a read in our own terms; anything else is passed on as it is. */
export function readFault(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === TIMEOUT_EXCEEDED) {
    return new HaechiError('search_timeout', {
      what: 'the search took too long and was stopped',
      remedy: 'narrow the time range or add a field to the query',
      cause: error,
    });
  }
  if (code === MEMORY_LIMIT_EXCEEDED) {
    return new HaechiError('search_too_large', {
      what: 'the search needed too much memory and was stopped',
      remedy: 'narrow the time range or ask for fewer groups',
      cause: error,
    });
  }
  return error;
}
