import { createHash } from 'node:crypto';

/**
 * Parts that a shared bus is cut into by tenant; the most processes that can detect at the same time. Written into the
 * subjects of what waits on the bus: changing it needs a way for what is there.
 */
export const TENANT_PARTITIONS = 16;

/** The part of batches that were published before there were parts. */
export const LEGACY_PARTITION = 16;

/** Every part, the one of older batches as well. */
export const PARTITIONS = TENANT_PARTITIONS + 1;

/** The part that all of a tenant's batches are in: the first byte of its path's SHA-256, modulo the number of parts. */
export function partitionOf(tenant: string): number {
  return createHash('sha256').update(tenant).digest().readUInt8(0) % TENANT_PARTITIONS;
}
