import { type BoundTest, type Operator, OperatorRefusal } from './operator.ts';

/**
 * @validateByteRange: succeeds where the value holds a byte outside the allowed ones.
 *
 * Arguments: byte values and ranges, decimal, parted by commas. Returns: whether a byte is not allowed.
 * @example validateByteRange.bind('10,13,32-126', resources).test('a\0b') // true
 */
export const validateByteRange: Operator = {
  macros: false,
  bind(argument): BoundTest {
    const allowed = allowedBytes(argument);
    const outside: string[] = [];
    for (let byte = 0; byte < 256; byte++)
      if (allowed[byte] === 0) outside.push(String.fromCharCode(byte >= 65 && byte <= 90 ? byte + 32 : byte));
    return {
      necessary: [outside.length === 0 ? ['\u{100}'] : [...new Set(outside)]],
      test(value) {
        for (let index = 0; index < value.length; index++) if (allowed[value.charCodeAt(index)] === 0) return true;
        return false;
      },
    };
  },
};

function allowedBytes(argument: string): Uint8Array {
  const allowed = new Uint8Array(256);
  for (const item of argument.split(',')) {
    const range = /^\s*([0-9]{1,3})\s*(?:-\s*([0-9]{1,3})\s*)?$/.exec(item);
    const low = Number(range?.[1]);
    const high = range?.[2] === undefined ? low : Number(range[2]);
    if (range === null || high > 255 || low > high)
      throw new OperatorRefusal(`'${item.trim()}' is not a byte value or range from 0 to 255`);
    allowed.fill(1, low, high + 1);
  }
  return allowed;
}
