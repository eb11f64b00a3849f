/** Times of leases, milliseconds. */
export interface LeaseTimes {
  /** How long a lease lasts: how long the parts of a killed worker lie still. */
  readonly leaseMs: number;
  /**
   * Before the end of a lease, from when nothing is stored on it any more: longer than a write that is under way takes,
   * and than clocks run apart in a lease.
   */
  readonly marginMs: number;
  /** Between two turns of a worker, in which it lengthens, takes and gives back: several in a lease. */
  readonly turnMs: number;
  /** Between two looks of a process that only publishes. */
  readonly lookMs: number;
  /** Between two times that parts in which nothing happens are brought forward, and the stream is asked how large it is. */
  readonly tidyMs: number;
}

export const LEASE_TIMES: LeaseTimes = {
  leaseMs: 15_000,
  marginMs: 5_000,
  turnMs: 3_000,
  lookMs: 1_000,
  tidyMs: 10_000,
};
