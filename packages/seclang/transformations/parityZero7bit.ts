/**
 * parityZero7bit: clears the eighth bit of every byte.
 *
 * Arguments: a value. Returns: the value in seven bits.
 * @example parityZero7bit('\xe1') // 'a'
 */
export function parityZero7bit(value: string): string {
  return value.replace(/[\x80-\xff]/g, (char) => String.fromCharCode(char.charCodeAt(0) & 0x7f));
}
