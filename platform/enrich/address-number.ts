/** A dotted address as a number; every event has some, and a parser for all ways of writing one costs ten times this. */
export function ipv4Of(address: string): number | undefined {
  let number = 0;
  let part = 0;
  let digits = 0;
  let dots = 0;
  for (let at = 0; at < address.length; at++) {
    const code = address.charCodeAt(at);
    if (code === 46) {
      if (digits === 0 || ++dots > 3) return undefined;
      number = number * 256 + part;
      part = 0;
      digits = 0;
    } else {
      if (code < 48 || code > 57 || ++digits > 3) return undefined;
      part = part * 10 + code - 48;
      if (part > 255) return undefined;
    }
  }
  return dots === 3 && digits > 0 ? number * 256 + part : undefined;
}

const COLON = 58;
const DOT = 46;
/** The eight groups of the address in hand. */
const groups = new Uint16Array(8);

/**
 * Reads an IPv6 address (RFC 4291, section 2.2; no zone) without allocating.
 *
 * @param words takes the address as four numbers of 32 bits, the first bits first
 * @returns whether it is one; where it is none, `words` is as it was
 */
export function ipv6Into(text: string, words: Uint32Array): boolean {
  let count = 0;
  let gap = -1;
  let value = 0;
  let digits = 0;
  let at = 0;
  let begin = 0;
  if (text.charCodeAt(0) === COLON) {
    if (text.charCodeAt(1) !== COLON) return false;
    gap = 0;
    begin = at = 2;
  }
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === COLON) {
      if (digits === 0 || count === 8) return false;
      groups[count++] = value;
      value = digits = 0;
      if (text.charCodeAt(at + 1) === COLON) {
        if (gap >= 0) return false;
        gap = count;
        at++;
      } else if (at + 1 === text.length) return false;
      begin = at + 1;
    } else if (code === DOT) {
      const tail = ipv4Of(text.slice(begin));
      if (tail === undefined || count > 6) return false;
      groups[count++] = tail >>> 16;
      groups[count++] = tail & 0xffff;
      digits = 0;
      break;
    } else {
      const digit = hexOf(code);
      if (digit < 0 || ++digits > 4) return false;
      value = value * 16 + digit;
    }
  }
  if (digits > 0) {
    if (count === 8) return false;
    groups[count++] = value;
  }
  if (gap < 0 ? count !== 8 : count > 7) return false;
  if (gap >= 0) {
    groups.copyWithin(8 - (count - gap), gap, count);
    groups.fill(0, gap, 8 - (count - gap));
  }
  for (let word = 0; word < 4; word++) words[word] = (groups[word * 2]! << 16) | groups[word * 2 + 1]!;
  return true;
}

function hexOf(code: number): number {
  if (code >= 48 && code <= 57) return code - 48;
  const lower = code | 32;
  return lower >= 97 && lower <= 102 ? lower - 87 : -1;
}
