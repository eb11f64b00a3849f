/** A part of the bus as the state knows it. */
export interface Lease {
  readonly partition: number;
  /** Who works on it, or worked last; `null` where it was given back. */
  readonly owner: string | null;
  /** Counts its owners: what an earlier one writes is refused. */
  readonly epoch: number;
  /** Whether the lease runs, by the state's clock. */
  readonly isHeld: boolean;
  /** Everything of the part up to this position of the stream is stored. */
  readonly position: number;
  /** Batches that its owner knew of and had not stored when it said so last. */
  readonly waiting: number;
  /** The windows of correlations of all its tenants are saved up to this position. */
  readonly windows: number;
}

/** A lease that this worker holds. */
export type HeldLease = Pick<Lease, 'partition' | 'epoch'>;

/** One that works on parts. */
export interface LivingWorker {
  readonly worker: string;
  /** It stores events where no other process can look for them. */
  readonly embeddedEvents: boolean;
}

/** Who works on which part of a shared bus. The clock of the state decides what has run out. */
export interface PartitionLeases {
  /** Makes the rows of a stream's parts where they are missing, with everything up to `position` done. */
  prepare(stream: string, partitions: number, position: number): Promise<void>;
  /** All parts of a stream, in order. */
  all(stream: string): Promise<Lease[]>;
  /**
   * Says that a worker lives, and lengthens the leases that it holds and that are still its own; answers all parts, and
   * the workers that live, itself among them, in order of their names.
   */
  renew(
    stream: string,
    worker: LivingWorker,
    leaseMs: number,
    held: readonly (HeldLease & Pick<Lease, 'waiting'>)[],
  ): Promise<{ readonly leases: Lease[]; readonly workers: string[] }>;
  /** The workers of a stream that live. */
  living(stream: string): Promise<LivingWorker[]>;
  /** Takes those of these parts that nobody else holds; answers the ones that were taken, with their new epoch. */
  take(stream: string, worker: string, leaseMs: number, partitions: readonly number[]): Promise<Lease[]>;
  /** Notes what is stored; answers the parts that are still the worker's, where it was noted. */
  checkpoint(
    stream: string,
    worker: string,
    reached: readonly (HeldLease & Pick<Lease, 'position'>)[],
  ): Promise<number[]>;
  /** Notes up to where the windows of correlations are saved. */
  markWindows(stream: string, worker: string, saved: readonly (HeldLease & Pick<Lease, 'windows'>)[]): Promise<void>;
  /** Gives parts back, for anybody to take at once. */
  release(stream: string, worker: string, held: readonly HeldLease[]): Promise<void>;
  /** Gives everything back and is no longer counted. */
  leave(stream: string, worker: string): Promise<void>;
}

/** A part that is worked on from now on. */
export type TakenPart = Pick<Lease, 'partition' | 'position' | 'windows'>;

/** Told of parts that come and go, so that what is remembered of their tenants moves with them. */
export interface PartitionWatcher {
  /** They are this process's from now on; their first batch is given when this has resolved. */
  taken(parts: readonly TakenPart[]): Promise<void>;
  /** All that was given of it is stored, and it is about to be given back: the time to write down what is remembered. */
  leaving(partition: number): Promise<void>;
  /** It is no longer this process's, and nothing of it is under way here. */
  gone(partition: number): Promise<void>;
}
