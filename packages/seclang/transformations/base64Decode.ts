/**
 * base64Decode: decodes Base64 up to the first character outside its alphabet.
 *
 * Arguments: a value. Returns: the decoded bytes; an incomplete last group gives the bytes it holds.
 * @example base64Decode('VGVzdA==') // 'Test'
 */
export function base64Decode(value: string): string {
  const valid = /^[A-Za-z0-9+/]*/.exec(value)![0];
  return Buffer.from(valid, 'base64').toString('latin1');
}
