/** Limits of the HTTP API; each with its unit and the reason for the default. */
export interface ApiLimits {
  /** Bytes of a JSON body: the largest is a query or a note. */
  readonly bodyBytes: number;
  /** Requests of one address a minute, over everything under `/api/v1`: far above a busy console. */
  readonly requestsPerMinute: number;
  /** Sign-ins and set-ups of one address a minute: each costs about 50 ms of a core. */
  readonly signInsPerMinute: number;
  /** Bytes of an uploaded rule pack: SigmaHQ's whole rule set is under 10 MiB zipped. */
  readonly packBytes: number;
  /** Files of a rule pack: SigmaHQ has about 3,500. */
  readonly packFiles: number;
  /** Bytes that wait for a slow reader of the live stream before it is cut off. */
  readonly streamBufferBytes: number;
  /** Live streams at once; each costs a socket and a buffer. */
  readonly streams: number;
  /** Milliseconds between two signs of life on a live stream: proxies cut silence at 30 to 60 s. */
  readonly streamPingMs: number;
  /** Events behind an incident that its detail answer holds. */
  readonly incidentEvents: number;
  /** Findings that an incident's detail and report hold. */
  readonly incidentFindings: number;
  /** Findings that the preview of an exception looks at, newest first. */
  readonly exceptionFindings: number;
  /** Events behind them that it reads. */
  readonly exceptionEvents: number;
}

export const API_LIMITS: ApiLimits = {
  bodyBytes: 256 * 1024,
  requestsPerMinute: 6_000,
  signInsPerMinute: 30,
  packBytes: 32 * 1024 ** 2,
  packFiles: 10_000,
  streamBufferBytes: 1024 ** 2,
  streams: 500,
  streamPingMs: 15_000,
  incidentEvents: 200,
  incidentFindings: 1_000,
  exceptionFindings: 1_000,
  exceptionEvents: 5_000,
};
