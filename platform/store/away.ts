import { HaechiError } from '@haechi/event';

/** What Node.js says of a server that is not there, or went away. */
const SOCKET_CODES: ReadonlySet<string> = new Set([
  'EAI_AGAIN',
  'ECONNABORTED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTDOWN',
  'EHOSTUNREACH',
  'ENETDOWN',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
]);

/** True when a connection could not be made, or broke. */
export function isSocketFault(error: unknown): boolean {
  // Node.js gives the faults of all addresses of a name together.
  if (error instanceof AggregateError) return error.errors.some(isSocketFault);
  return error instanceof Error && 'code' in error && typeof error.code === 'string' && SOCKET_CODES.has(error.code);
}

/** The state's server does not answer, or says that it cannot now. What was being written may have been written. */
export function stateUnreachable(cause: unknown): HaechiError {
  return new HaechiError('state_unreachable', {
    what: 'PostgreSQL does not answer',
    remedy: 'try again in a moment; bring PostgreSQL back where it stays away',
    cause,
  });
}

/** The same of the event store's server. */
export function eventsUnreachable(cause: unknown): HaechiError {
  return new HaechiError('events_unreachable', {
    what: 'ClickHouse does not answer',
    remedy: 'try again in a moment; bring ClickHouse back where it stays away',
    cause,
  });
}
