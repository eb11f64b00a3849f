import type { StreamInfo } from '@nats-io/jetstream';

/**
 * Shares of the stream's bytes: from the first on, what is stored is purged while every replica keeps up; from the second
 * on, space counts for more than a replica that is away.
 */
const PURGE_SHARE = 0.25;
const FULL_SHARE = 0.5;

export type Shape = Pick<StreamInfo, 'cluster' | 'state' | 'config'>;

/** Whether it is time to purge, and every replica keeps up, so that none finds the stream purged beyond what it has. */
export function mayPurge({ cluster, state, config }: Shape): boolean {
  if (state.bytes < config.max_bytes * PURGE_SHARE) return false;
  if (state.bytes > config.max_bytes * FULL_SHARE) return true;
  return (cluster?.replicas ?? []).every(({ current, offline }) => current && offline !== true);
}
