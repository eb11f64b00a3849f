import { expect, test } from 'vitest';
import { compileRegex } from './compile.ts';

test('a repeat that RE2 has no place for runs on long values all the same', () => {
  const regex = compileRegex('(?:[a-z]{12,4000}x?)+!');
  expect(regex.test(`${'a'.repeat(3_000)}!`)).toBe(true);
  expect(regex.test(`${'1'.repeat(9_000)}?`)).toBe(false);
  expect(regex.exec(`${'a'.repeat(9_000)}!`)?.[0]).toHaveLength(9_001);
});
