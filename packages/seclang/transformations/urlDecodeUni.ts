import { hexByte, wideByte } from './bytes.ts';
import { firstEscape } from './urlDecode.ts';

/**
 * urlDecodeUni: like urlDecode, and `%uHHHH` (Microsoft's encoding) to its low byte; full-width ASCII becomes ASCII.
 *
 * Arguments: a value. Returns: the decoded value.
 * @example urlDecodeUni('%u0061%uff1c%41') // 'a<A'
 */
export function urlDecodeUni(value: string): string {
  let at = firstEscape(value);
  if (at < 0) return value;
  let out = value.slice(0, at);
  while (at < value.length) {
    const char = value[at]!;
    if (char === '%') {
      const wide = value[at + 1] === 'u' || value[at + 1] === 'U';
      const byte = wide ? wideByte(value, at + 2) : hexByte(value, at + 1);
      if (byte >= 0) {
        out += String.fromCharCode(byte);
        at += wide ? 6 : 3;
        continue;
      }
    }
    out += char === '+' ? ' ' : char;
    at++;
  }
  return out;
}
