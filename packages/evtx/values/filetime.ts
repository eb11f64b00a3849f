import { u16, u32, u64 } from '../layout.ts';

const pad2: readonly string[] = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, '0'));
const SECONDS_1601_TO_1970 = 11_644_473_600;
const SECONDS_PER_DAY = 86_400;

let cachedDay = Number.NaN;
let cachedDate = '';

/** `yyyy-mm-dd` of a day since 1970; the last one is kept, because the records of a log share their days. */
function dateOf(day: number): string {
  if (day !== cachedDay) {
    cachedDate = new Date(day * SECONDS_PER_DAY * 1000).toISOString().split('T')[0]!;
    cachedDay = day;
  }
  return cachedDate;
}

/**
 * FILETIME (64-bit little-endian, 100 ns since 1601-01-01 UTC, [MS-DTYP] 2.3.3) as ISO 8601 with all seven digits:
 * `2013-10-23T16:22:39.9735000Z`. Values past the year 9999 come with a signed six-digit year as ISO 8601 writes it.
 */
export function filetime(bytes: Uint8Array, at: number): string {
  const high = u32(bytes, at + 4);
  const low = u32(bytes, at);
  let seconds: number;
  let ticks: number;
  if (high < 0x4000_0000) {
    // 2^32 = 429 * 10^7 + 4,967,296: keeps every step exact in a double.
    const rest = high * 4_967_296 + low;
    const carried = Math.floor(rest / 10_000_000);
    seconds = high * 429 + carried;
    ticks = rest - carried * 10_000_000;
  } else {
    const value = u64(bytes, at);
    seconds = Number(value / 10_000_000n);
    ticks = Number(value % 10_000_000n);
  }
  const unix = seconds - SECONDS_1601_TO_1970;
  const day = Math.floor(unix / SECONDS_PER_DAY);
  const inDay = unix - day * SECONDS_PER_DAY;
  const hour = (inDay / 3600) | 0;
  const minute = ((inDay - hour * 3600) / 60) | 0;
  const second = inDay - hour * 3600 - minute * 60;
  const fraction = String(ticks + 10_000_000).slice(1);
  return `${dateOf(day)}T${pad2[hour]}:${pad2[minute]}:${pad2[second]}.${fraction}Z`;
}

/** SYSTEMTIME (eight 16-bit fields, [MS-DTYP] 2.3.13) as ISO 8601 with milliseconds; the fields as they are stored. */
export function systemtime(bytes: Uint8Array, at: number): string {
  const two = (offset: number): string => String(u16(bytes, at + offset)).padStart(2, '0');
  const year = String(u16(bytes, at)).padStart(4, '0');
  const millisecond = String(u16(bytes, at + 14)).padStart(3, '0');
  return `${year}-${two(2)}-${two(6)}T${two(8)}:${two(10)}:${two(12)}.${millisecond}Z`;
}
