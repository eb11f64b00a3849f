import { expect, test } from 'vitest';
import { attackOf } from './attack.ts';

test('tactics come in matrix order whatever the order and spelling of the tags; other namespaces are left out', () => {
  expect(attackOf(['attack.t1059.001', 'attack.impact', 'attack.initial_access', 'car.2013-05-002'])).toEqual({
    tactics: ['initial-access', 'impact'],
    techniques: ['T1059.001'],
  });
});
