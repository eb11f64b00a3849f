import { expect, test } from 'vitest';
import { HaechiError } from './errors.ts';

test('prints code, what, where and what to do in one line', () => {
  const error = new HaechiError('bad_rule', { what: 'no detection', where: 'a.yml:3', remedy: 'add a detection' });
  expect(error.line()).toBe('error[bad_rule]: no detection; a.yml:3; add a detection');
});
