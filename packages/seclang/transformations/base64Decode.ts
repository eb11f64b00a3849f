/** Up to here decoding in JavaScript is quicker than through a buffer. */
const SHORT = 96;
const VALUE = new Int8Array(256).fill(-1);
[...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'].forEach((char, index) => {
  VALUE[char.charCodeAt(0)] = index;
});

/**
 * base64Decode: decodes Base64 up to the first character outside its alphabet.
 *
 * Arguments: a value. Returns: the decoded bytes; an incomplete last group gives the bytes it holds.
 * @example base64Decode('VGVzdA==') // 'Test'
 */
export function base64Decode(value: string): string {
  let end = 0;
  while (end < value.length && VALUE[value.charCodeAt(end) & 255]! >= 0) end++;
  if (end > SHORT) return Buffer.from(value.slice(0, end), 'base64').toString('latin1');
  let out = '';
  let bits = 0;
  for (let at = 0; at < end; at++) {
    bits = ((bits << 6) | VALUE[value.charCodeAt(at)]!) & 0xffff;
    // The second, third and fourth character of a group each complete a byte.
    const phase = at & 3;
    if (phase !== 0) out += String.fromCharCode((bits >> (6 - phase * 2)) & 255);
  }
  return out;
}
