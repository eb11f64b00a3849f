import { createHash } from 'node:crypto';

/**
 * md5: the MD5 digest as 16 raw bytes; follow with `t:hexEncode` for text.
 *
 * Arguments: a value. Returns: the digest.
 * @example hexEncode(md5('')) // 'd41d8cd98f00b204e9800998ecf8427e'
 */
export function md5(value: string): string {
  return createHash('md5').update(value, 'latin1').digest('latin1');
}
