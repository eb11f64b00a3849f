import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { WireFault, WireReader } from './reader.ts';
import { bytesField, numberField } from './writer.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

describe('WireReader', () => {
  test('reads the examples of the encoding guide', () => {
    const varint = new WireReader(hex('08 96 01'));
    expect([varint.next(), varint.field, varint.varint(), varint.next()]).toEqual([true, 1, 150n, false]);
    const text = new WireReader(hex('12 07 74 65 73 74 69 6e 67'));
    expect([text.next(), text.field, text.text()]).toEqual([true, 2, 'testing']);
    const negative = new WireReader(hex('08 fe ff ff ff ff ff ff ff ff 01'));
    negative.next();
    expect(BigInt.asIntN(64, negative.varint() ?? 0n)).toBe(-2n);
  });

  test('skips fields of every kind that nobody took, and those of another type than asked for', () => {
    const reader = new WireReader(hex('08 01 11 0000000000000000 1a 02 6162 25 00000000 28 05'));
    while (reader.next() && reader.field !== 5) expect(reader.field === 1 ? reader.text() : undefined).toBeUndefined();
    expect(reader.varint()).toBe(5n);
  });

  test.each([
    '08',
    '08 80',
    '12 05 61',
    '11 00',
    '25 00',
    '0b',
    '00 01',
    '08 ffffffffffffffffffff 01',
    '12 ffffffffff7f',
  ])('refuses %s', (bytes) => {
    const reader = new WireReader(hex(bytes));
    expect(() => {
      while (reader.next());
    }).toThrow(WireFault);
  });

  test('property: what was written is read', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 2 ** 29 - 1 }),
        fc.maxSafeNat(),
        fc.string({ unit: 'grapheme' }),
        (field, value, text) => {
          const reader = new WireReader(Buffer.concat([numberField(field, value), bytesField(field, text)]));
          if (value !== 0) expect([reader.next(), reader.field, reader.varint()]).toEqual([true, field, BigInt(value)]);
          expect([reader.next(), reader.field, reader.text(), reader.next()]).toEqual([true, field, text, false]);
        },
      ),
    );
  });

  test('property: any bytes are read to their end or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const reader = new WireReader(Buffer.from(bytes));
        try {
          for (let fields = 0; reader.next(); fields++) expect(fields).toBeLessThan(64);
        } catch (error) {
          expect(error).toBeInstanceOf(WireFault);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
