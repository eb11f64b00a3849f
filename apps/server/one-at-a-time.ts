import type { PartitionLeases } from '@haechi/platform/store/partitions/ports.ts';

/** Work of which one process of an installation does it at a time. */
type Job = 'feeds' | 'expiry';

/** Asks whether a job is this process's for a while from now on. */
export type Claim = (job: Job, forMs: number) => Promise<boolean>;

/**
 * Claims jobs through leases: who has one keeps it as long as it asks again in time, and when it is gone another process
 * takes the job.
 *
 * @param worker names this process
 */
export function claims(leases: PartitionLeases, worker: string): Claim {
  return async (job, forMs) => {
    const name = `job.${job}`;
    await leases.prepare(name, 1, 0);
    return (await leases.take(name, worker, forMs, [0])).length > 0;
  };
}
