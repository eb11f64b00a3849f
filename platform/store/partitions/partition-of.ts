/**
 * Parts that a shared bus is cut into by tenant; the most processes that can detect at the same time. Written into the
 * subjects of what waits on the bus: changing it needs a way for what is there.
 */
export const TENANT_PARTITIONS = 16;

/** The part of batches that were published before there were parts. */
export const LEGACY_PARTITION = TENANT_PARTITIONS;

/** Every part, the one of older batches as well. */
export const PARTITIONS = TENANT_PARTITIONS + 1;

/** The part that all of a tenant's batches are in: FNV-1a (32 bits) over the path, modulo the number of parts. */
export function partitionOf(tenant: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < tenant.length; index++)
    hash = Math.imul(hash ^ tenant.charCodeAt(index), 0x01000193) >>> 0;
  return hash % TENANT_PARTITIONS;
}
