import { expect, test } from 'vitest';
import { byteText } from './byteText.ts';

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1000, '1 kB'],
  [1_234_567, '1.2 MB'],
  [64 * 1024 ** 3, '68.7 GB'],
  [5e15, '5,000 TB'],
])('%i bytes', (bytes, text) => expect(byteText(bytes, 'en')).toBe(text));
