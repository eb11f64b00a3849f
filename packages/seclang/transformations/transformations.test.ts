import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRANSFORMATIONS } from './index.ts';
import vectors from './vectors.json' with { type: 'json' };

const known = vectors as unknown as Readonly<Record<string, readonly (readonly [string, string])[]>>;
const bytes = fc.string({
  unit: fc.oneof(
    fc.constantFrom(...'%\\&#;ux0/*.-+=\'"<'),
    fc.integer({ min: 0, max: 255 }).map((code) => String.fromCharCode(code)),
  ),
  maxLength: 60,
});

describe.each([...TRANSFORMATIONS])('t:%s', (name, apply) => {
  test('has vectors', () => expect(known[name]?.length ?? 0).toBeGreaterThan(0));

  test.each(known[name] ?? [])('%j becomes %j', (input, output) => expect(apply(input)).toBe(output));

  test('makes bytes of any bytes', () => {
    fc.assert(
      fc.property(bytes, (value) => {
        const result = apply(value);
        for (let index = 0; index < result.length; index++) expect(result.charCodeAt(index)).toBeLessThan(256);
      }),
      { numRuns: 300 },
    );
  });
});
