import type { DecodeContext, FirstDecoder } from './decoder.ts';
import { DEFAULT_LIMITS, type FormatLimits } from './limits.ts';
import { zoneOf } from './time/zone.ts';

/** How records are to be decoded. */
export interface DecodingOptions {
  /** Name of the only decoder to use; without it the format of each record is detected. */
  readonly format?: string;
  /** IANA zone or fixed offset (`+09:00`) of times that carry none; default `UTC`. An unknown zone throws RangeError. */
  readonly timeZone?: string;
  /** Milliseconds since the epoch; default the clock's. Stands in for missing times and years. */
  readonly now?: number;
  readonly limits?: Partial<FormatLimits>;
  /** Is asked for each line before a format is detected, or that of `format` is tried. */
  readonly first?: FirstDecoder;
  /** Where records come from the middle of a file: the lines above that hold for them, as `FileRecords` gives them. */
  readonly head?: { readonly lines: readonly string[]; readonly path?: string };
}

/** Settles defaults. */
export function contextOf(options: DecodingOptions): DecodeContext {
  return {
    zone: zoneOf(options.timeZone ?? 'UTC'),
    now: options.now ?? Date.now(),
    limits: options.limits === undefined ? DEFAULT_LIMITS : { ...DEFAULT_LIMITS, ...options.limits },
  };
}
