import { HaechiError } from '@haechi/event';
import { eventsUnreachable, isSocketFault } from '../away.ts';

/** ClickHouse error codes (src/Common/ErrorCodes.cpp) that say a query asked for too much, not that something broke. */
const TIMEOUT_EXCEEDED = '159';
const MEMORY_LIMIT_EXCEEDED = '241';
/**
 * Codes of a server that cannot now: too many queries at once, the network between servers, shutting down, tables that
 * are read only without their Keeper, no replica that answers, Keeper's own faults.
 */
const AWAY_CODES: ReadonlySet<string> = new Set(['202', '209', '210', '236', '242', '279', '999']);
/** What the client says, without a code, of a server that did not answer in time. */
const CLIENT_TIMEOUT = 'Timeout error.';

/** The fault of a read or a command in our own terms; anything else is passed on as it is. */
export function eventsFault(error: unknown): unknown {
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
  const isAway =
    isSocketFault(error) || AWAY_CODES.has(code) || (error instanceof Error && error.message === CLIENT_TIMEOUT);
  return isAway ? eventsUnreachable(error) : error;
}
