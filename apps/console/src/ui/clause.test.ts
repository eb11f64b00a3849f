import { expect, test } from 'vitest';
import { clause, withClause } from './clause.ts';

test('plain values stay bare, others are quoted and escaped', () => {
  expect(clause('user.name', 'kim')).toBe('user.name:kim');
  expect(clause('source.ip', '10.0.0.5')).toBe('source.ip:10.0.0.5');
  expect(clause('process.command_line', 'a "b" \\c')).toBe('process.command_line:"a \\"b\\" \\\\c"');
  expect(clause('user.name', 'not')).toBe('user.name:"not"');
  expect(clause('native.Logon Type', '3')).toBe('native.Logon\\ Type:3');
  expect(clause('source.ip', 'fe80::1')).toBe('source.ip:"fe80::1"');
});

test('a clause narrows what was asked, once, and never falls into an OR', () => {
  expect(withClause('', 'a', 'b', true)).toBe('a:b');
  expect(withClause('x:1', 'a', 'b', false)).toBe('x:1 AND NOT a:b');
  expect(withClause('x:1 OR y:2', 'a', 'b', true)).toBe('(x:1 OR y:2) AND a:b');
  expect(withClause('x:1 AND a:b', 'a', 'b', true)).toBe('x:1 AND a:b');
});
