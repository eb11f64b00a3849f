import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { TRANSFORMATIONS } from '../transformations/index.ts';
import { keepsPlain } from './chains.ts';

const plain = fc.string({ unit: fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz0123456789_'), maxLength: 24 });

describe('transformations that are passed over for plain values', () => {
  const names = [...TRANSFORMATIONS.keys()].filter(keepsPlain);

  test.each(names)('%s leaves plain values as they are', (name) => {
    fc.assert(fc.property(plain, (value) => TRANSFORMATIONS.get(name)!(value) === value));
  });

  test.each(['length', 'base64decode', 'hexdecode', 'uppercase', 'sqlhexdecode'])('%s is not one of them', (name) => {
    expect(names).not.toContain(name);
  });
});
