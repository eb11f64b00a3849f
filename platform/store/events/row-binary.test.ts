import { expect, test } from 'vitest';
import { RowBinary, writerOf } from './row-binary.ts';

const hex = (write: (out: RowBinary) => void): string => {
  const out = new RowBinary(1);
  write(out);
  return Buffer.from(out.done()).toString('hex');
};

test('text is its length in bytes and UTF-8, short or long, of any script', () => {
  expect(hex((out) => out.text(''))).toBe('00');
  expect(hex((out) => out.text('abc'))).toBe('03616263');
  expect(hex((out) => out.text('해치'))).toBe('06ed95b4ecb998');
  const long = 'é'.repeat(100);
  expect(hex((out) => out.text(long))).toBe(`c801${Buffer.from(long).toString('hex')}`);
  for (const length of [24, 25, 127, 128, 20_000]) {
    const text = 'x'.repeat(length);
    expect(hex((out) => out.text(text)).endsWith('78'.repeat(length))).toBe(true);
  }
});

test('whole numbers are little-endian, negative ones in two’s complement', () => {
  expect(hex((out) => out.uint16(0x1234))).toBe('3412');
  expect(hex((out) => out.int32(-2))).toBe('feffffff');
  for (const value of [0, 1, -1, 2 ** 32, -(2 ** 32) - 7, 1_767_225_600_000, -2_208_988_800_000]) {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    expect(hex((out) => out.int64(value))).toBe(bytes.toString('hex'));
  }
  expect(hex((out) => out.varint(300))).toBe('ac02');
});

test('addresses of version 4 are mapped into version 6', () => {
  expect(hex((out) => out.address('192.0.2.255'))).toBe('00000000000000000000ffffc00002ff');
  expect(hex((out) => out.address('2001:db8::1'))).toBe('20010db8000000000000000000000001');
  expect(hex((out) => out.address('::'))).toBe('0'.repeat(32));
});

test('null has a mark and no value', () => {
  const write = writerOf('Nullable(UInt16)');
  expect(hex((out) => write(out, null as never))).toBe('01');
  expect(hex((out) => write(out, 80 as never))).toBe('005000');
  expect(() => writerOf('Decimal(9)')).toThrow('Decimal(9)');
});
