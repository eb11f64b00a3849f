/** Limits of a spool; each with its unit and the reason for the default. */
export interface SpoolLimits {
  /** Bytes of batches not yet checkpointed; past it `append` refuses, so that a stalled consumer cannot fill the disk. */
  readonly maxPendingBytes: number;
  /** Bytes after which a new segment file begins; small enough that checkpointed space is freed soon. */
  readonly segmentBytes: number;
  /** Bytes of one batch; larger ones are split before they come here. */
  readonly maxBatchBytes: number;
}

export const SPOOL_LIMITS: SpoolLimits = {
  maxPendingBytes: 2 * 1024 ** 3,
  segmentBytes: 64 * 1024 ** 2,
  maxBatchBytes: 128 * 1024 ** 2,
};
