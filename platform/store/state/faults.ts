import { isSocketFault } from '../away.ts';

/** SQLSTATEs (PostgreSQL, appendix A) of a server that cannot now: it starts, stops, or has no connection to spare. */
const AWAY_STATES: ReadonlySet<string> = new Set(['53300', '57P01', '57P02', '57P03']);
/** Class 08: the connection failed. */
const CONNECTION_STATE = /^08...$/;
/** What `pg` and `pg-pool` say, without a code, of a connection that broke, was not to be had in time or fell silent. */
const DRIVER_WORDS =
  /^Connection terminated|^timeout exceeded when trying to connect$|^Client has encountered a connection error|^Query read timeout$/;

/** True when the fault says that the server is away for now, not that something is wrong with what was asked. */
export function isServerAway(error: unknown): boolean {
  if (isSocketFault(error)) return true;
  if (!(error instanceof Error)) return false;
  const code = 'code' in error ? String(error.code) : '';
  return AWAY_STATES.has(code) || CONNECTION_STATE.test(code) || DRIVER_WORDS.test(error.message);
}
