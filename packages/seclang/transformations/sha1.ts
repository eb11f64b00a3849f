import { createHash } from 'node:crypto';

/**
 * sha1: the SHA-1 digest as 20 raw bytes; follow with `t:hexEncode` for text.
 *
 * Arguments: a value. Returns: the digest.
 * @example hexEncode(sha1('')) // 'da39a3ee5e6b4b0d3255bfef95601890afd80709'
 */
export function sha1(value: string): string {
  return createHash('sha1').update(value, 'latin1').digest('latin1');
}
