/** Lengths offered by the time range picker, newest end at now. */
export const RANGES = ['15m', '1h', '6h', '24h', '7d', '30d', '90d'] as const;
export type RelativeRange = (typeof RANGES)[number];

/** A range as kept in the address: a length that ends now, or two ISO 8601 times. */
export interface RangeParams {
  readonly range?: RelativeRange;
  readonly from?: string;
  readonly to?: string;
}

/** A half-open range of ISO 8601 UTC times, as the API takes it. */
export interface Range {
  readonly from: string;
  readonly to: string;
}

const UNIT_MS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

function lengthMs(range: RelativeRange): number {
  const unit = range.at(-1) as keyof typeof UNIT_MS;
  return Number(range.slice(0, -1)) * UNIT_MS[unit];
}

/** The concrete range at `now` (ms since the epoch); two times win over a length, and without either `fallback` holds. */
export function resolveRange(params: RangeParams, fallback: RelativeRange, now: number): Range {
  if (params.from !== undefined && params.to !== undefined) return { from: params.from, to: params.to };
  const length = lengthMs(params.range ?? fallback);
  // Events of this second are still coming in: the end is exclusive, so it lies one second ahead.
  return { from: new Date(now - length).toISOString(), to: new Date(now + 1000).toISOString() };
}

/** Keeps what is well-formed of range parameters that came with an address. */
export function readRange(search: Record<string, unknown>): RangeParams {
  const { from, to } = search;
  if (isInstant(from) && isInstant(to) && Date.parse(from) < Date.parse(to)) return { from, to };
  const range = RANGES.find((candidate) => candidate === search['range']);
  return range === undefined ? {} : { range };
}

function isInstant(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 40 && !Number.isNaN(Date.parse(value));
}
