import { expect, test } from 'vitest';
import { applicability } from './applicability.ts';

const owners = new Map([
  ['builtin', ['/']],
  ['pack', ['/root/msp/']],
]);

test('a rule works where it is owned and below', () => {
  const applies = applicability(owners, []);
  expect(applies('/root/any/', 'builtin')).toBe(true);
  expect(applies('/root/msp/customer/', 'pack')).toBe(true);
  expect(applies('/root/', 'pack')).toBe(false);
  expect(applies('/root/msp-other/', 'pack')).toBe(false);
  expect(applies('/root/', 'unknown')).toBe(false);
});

test('the nearest switch wins, whatever the order they were set in', () => {
  const applies = applicability(owners, [
    { tenant: '/root/msp/customer/', ruleId: 'builtin', enabled: true },
    { tenant: '/root/msp/', ruleId: 'builtin', enabled: false },
  ]);
  expect(applies('/root/', 'builtin')).toBe(true);
  expect(applies('/root/msp/other/', 'builtin')).toBe(false);
  expect(applies('/root/msp/customer/site/', 'builtin')).toBe(true);
});
