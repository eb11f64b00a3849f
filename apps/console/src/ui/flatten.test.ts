import { expect, test } from 'vitest';
import { flatten, valuesAt } from './flatten.ts';

const document = { user: { name: 'kim' }, host: { ip: ['10.0.0.1', '10.0.0.2'] }, labels: { 'a.b': 'x' } };

test('gives dotted leaves in order', () => {
  expect(flatten(document)).toEqual([
    { name: 'user.name', value: 'kim' },
    { name: 'host.ip', value: '10.0.0.1, 10.0.0.2' },
    { name: 'labels.a.b', value: 'x' },
  ]);
});

test('stops at its depth and size instead of hanging', () => {
  let deep: object = { end: 1 };
  for (let level = 0; level < 50; level++) deep = { n: deep };
  expect(flatten(deep)).toHaveLength(1);
  expect(flatten(Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`k${i}`, i])))).toHaveLength(2000);
});

test('finds values by name, also under keys with dots, and never through a prototype', () => {
  expect(valuesAt(document, 'host.ip')).toEqual(['10.0.0.1', '10.0.0.2']);
  expect(valuesAt(document, 'labels.a.b')).toEqual(['x']);
  expect(valuesAt(document, 'user.missing')).toEqual([]);
  expect(valuesAt(document, 'constructor.name')).toEqual([]);
});
