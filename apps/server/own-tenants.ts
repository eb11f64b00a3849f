import { LEGACY_PARTITION, partitionOf } from '@haechi/platform/store/partitions/partition-of.ts';

/** The parts of the bus that this process works on, and so the tenants. */
export class OwnTenants {
  readonly #parts = new Set<number>();

  add(parts: readonly number[]): void {
    for (const part of parts) this.#parts.add(part);
  }

  remove(part: number): void {
    this.#parts.delete(part);
  }

  /** @param among only these parts */
  has(tenant: string, among: ReadonlySet<number> = this.#parts): boolean {
    const part = partitionOf(tenant);
    if (this.#parts.has(part) && among.has(part)) return true;
    // Older batches are of any tenant; while there are any, nothing else is worked on.
    return this.#parts.size === 1 && this.#parts.has(LEGACY_PARTITION) && among.has(LEGACY_PARTITION);
  }
}
