/** Last millisecond that ISO 8601 writes with four digits for the year. */
const MAX_MS = 253_402_300_799_999n;

/** ISO 8601 UTC of nanoseconds since the epoch; `undefined` for 0, which means none, and for what no clock shows. */
export function isoOfNanos(nanos: bigint): string | undefined {
  const ms = nanos / 1_000_000n;
  return nanos > 0n && ms <= MAX_MS ? new Date(Number(ms)).toISOString() : undefined;
}
