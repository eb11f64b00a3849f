import { Entry } from '../transaction/entry.ts';
import { urlDecode } from '../transformations/urlDecode.ts';

/** Arguments of a query string or form body. */
export interface Arguments {
  readonly entries: readonly Entry[];
  /** Whether there were more than the limit; the rest is not in `entries`. */
  readonly truncated: boolean;
  /** Whether a `%` is not followed by two hexadecimal digits. */
  readonly malformed: boolean;
}

/**
 * Splits `application/x-www-form-urlencoded` text into decoded arguments. Empty pairs are passed over; a name without
 * `=` has an empty value.
 */
export function parseUrlencoded(text: string, separator: string, limit: number): Arguments {
  const entries: Entry[] = [];
  let at = 0;
  let truncated = false;
  while (at <= text.length) {
    const next = text.indexOf(separator, at);
    const end = next < 0 ? text.length : next;
    if (end > at) {
      if (entries.length >= limit) {
        truncated = true;
        break;
      }
      entries.push(argumentOf(text, at, end));
    }
    at = end + 1;
  }
  return { entries, truncated, malformed: /%(?![0-9A-Fa-f]{2})/.test(text) };
}

function argumentOf(text: string, start: number, end: number): Entry {
  const equals = text.indexOf('=', start);
  if (equals < 0 || equals >= end) return new Entry(urlDecode(text.slice(start, end)), '');
  return new Entry(urlDecode(text.slice(start, equals)), urlDecode(text.slice(equals + 1, end)));
}
