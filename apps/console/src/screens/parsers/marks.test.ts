import { expect, test } from 'vitest';
import { markValues } from './marks.ts';

test('marks the values in their order and leaves the rest', () => {
  const fields = [
    { name: 'a', value: '7' },
    { name: 'b', value: 15_000 },
    { name: 'c', value: 'put together' },
    { name: 'd', value: '' },
    { name: 'e', value: '7' },
  ];
  expect(markValues('x 7 15000 7.', fields)).toEqual([
    { text: 'x ' },
    { text: '7', field: 'a' },
    { text: ' ' },
    { text: '15000', field: 'b' },
    { text: ' ' },
    { text: '7', field: 'e' },
    { text: '.' },
  ]);
  expect(markValues('', [])).toEqual([]);
});
