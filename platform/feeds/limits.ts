/** Limits of feeds of indicators, each with the reason. A feed's server is a stranger: everything that it sends is bounded. */
export const FEED_LIMITS = {
  /** Feeds of one tenant. They are polled one after another. */
  perTenant: 20,
  /** Characters of an address, a collection's id or title. */
  urlChars: 2_048,
  titleChars: 256,
  /** Characters of a name, password, token or key. */
  credentialChars: 4_096,
  /** Seconds between two polls: least, unless said otherwise, most. Providers publish hourly or daily. */
  leastIntervalS: 300,
  defaultIntervalS: 3_600,
  mostIntervalS: 7 * 86_400,

  /** Objects asked for in one page; a server may give fewer. */
  pageObjects: 1_000,
  /** Bytes of one answer: it is parsed on the thread that answers requests, some 10 ms a MiB. */
  answerBytes: 8 * 1024 ** 2,
  /** Levels of objects and lists inside each other; STIX needs less than ten. */
  depth: 64,
  /** Pages and bytes of one poll; more is a server that goes round in circles. */
  pages: 2_000,
  pollBytes: 256 * 1024 ** 2,
  /** STIX objects remembered of a feed, used or not. */
  heldObjects: 200_000,
  /** Days that a revoked or ended object is remembered, so that an older version of it does not come back. */
  endedDays: 90,
  /** API roots and collections shown for an address. */
  apiRoots: 10,
  collections: 500,

  /** Milliseconds for one answer, for a whole poll, and for looking around an address. */
  answerMs: 60_000,
  pollMs: 300_000,
  discoverMs: 30_000,
  /** Times that a page is asked for, and milliseconds waited between, when the server is busy or away. */
  tries: 3,
  firstWaitMs: 1_000,
  longestWaitMs: 30_000,
  /** Redirections followed inside one origin. */
  redirects: 3,
} as const;
