import { hexByte, wideByte } from './bytes.ts';

/**
 * urlDecodeUni: like urlDecode, and `%uHHHH` (Microsoft's encoding) to its low byte; full-width ASCII becomes ASCII.
 *
 * Arguments: a value. Returns: the decoded value.
 * @example urlDecodeUni('%u0061%uff1c%41') // 'a<A'
 */
export function urlDecodeUni(value: string): string {
  const spaced = value.includes('+') ? value.replaceAll('+', ' ') : value;
  let at = spaced.indexOf('%');
  if (at < 0) return spaced;
  let out = '';
  let from = 0;
  for (; at >= 0; at = spaced.indexOf('%', at)) {
    const wide = spaced[at + 1] === 'u' || spaced[at + 1] === 'U';
    const byte = wide ? wideByte(spaced, at + 2) : hexByte(spaced, at + 1);
    if (byte < 0) {
      at++;
      continue;
    }
    out += spaced.slice(from, at) + String.fromCharCode(byte);
    at += wide ? 6 : 3;
    from = at;
  }
  return from === 0 ? spaced : out + spaced.slice(from);
}
