import { HaechiError } from '@haechi/event';

/** Why a feed could not be read. Stable: stored with the feed, and shown in words by the console. */
export const FEED_PROBLEMS = [
  'feed_unreachable',
  'feed_tls',
  'feed_address_refused',
  'feed_denied',
  'feed_not_found',
  'feed_not_taxii',
  'feed_redirected',
  'feed_throttled',
  'feed_too_large',
  'feed_too_slow',
  'feed_credential_lost',
  'feed_internal',
] as const;
export type FeedProblem = (typeof FEED_PROBLEMS)[number];

/** A feed that could not be read. Its texts name the server and the path, never a query or a credential. */
export class FeedFault extends HaechiError {
  declare readonly code: FeedProblem;
  /** Milliseconds after which the server wants to be asked again. */
  readonly retryAfterMs: number | undefined;

  constructor(code: FeedProblem, parts: { what: string; where?: string; cause?: unknown; retryAfterMs?: number }) {
    super(code, parts);
    this.retryAfterMs = parts.retryAfterMs;
  }
}
