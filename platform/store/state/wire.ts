/** PostgreSQL type ids (pg_type.dat) whose text form both drivers would read differently. */
const INT8 = 20;
const TIMESTAMPTZ = 1184;

/**
 * How both drivers read those types, so that a row is the same value wherever it comes from: bigint as a number,
 * timestamptz as ISO 8601 UTC with milliseconds.
 */
export const WIRE_PARSERS: Readonly<Record<number, (text: string) => unknown>> = {
  [INT8]: integerOf,
  [TIMESTAMPTZ]: isoTimeOf,
};

/** @throws RangeError past 2^53, where a number would silently be another one */
function integerOf(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`bigint ${text} does not fit a number`);
  return value;
}

/** PostgreSQL's ISO output, `2026-01-02 03:04:05.678+00` or with minutes in the zone. */
function isoTimeOf(text: string): string {
  const iso = text.replace(' ', 'T');
  return new Date(/[+-]\d\d$/.test(iso) ? `${iso}:00` : iso).toISOString();
}
