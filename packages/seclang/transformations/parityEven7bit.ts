import { fromBytes } from './bytes.ts';

/**
 * parityEven7bit: sets the eighth bit of every byte so that it makes the count of set bits even.
 *
 * Arguments: a value. Returns: the value with even parity.
 * @example parityEven7bit('a') // '\xe1'
 */
export function parityEven7bit(value: string): string {
  const bytes = Buffer.from(value, 'latin1');
  for (let index = 0; index < bytes.length; index++) {
    const low = bytes[index]! & 0x7f;
    let bits = 0;
    for (let rest = low; rest > 0; rest &= rest - 1) bits++;
    bytes[index] = bits % 2 === 0 ? low : low | 0x80;
  }
  return fromBytes(bytes);
}
