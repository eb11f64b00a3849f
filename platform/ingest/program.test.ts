import { expect, test } from 'vitest';
import { programOf } from './program.ts';

const of = (said: Record<string, unknown>): string | undefined => programOf((name) => said[name]);

test('a program is known by its name, or by its unit', () => {
  expect(of({ syslog_identifier: 'sshd', unit: 'other.service' })).toBe('sshd');
  expect(of({ unit: 'sshd.service' })).toBe('sshd');
  expect(of({ unit: 'sshd@3-10.0.0.1.service' })).toBe('sshd');
});

test('what is no name is none', () => {
  for (const said of [{}, { appname: 7 }, { appname: '' }, { appname: 'two words' }, { unit: 'session-1.scope' }])
    expect(of(said)).toBeUndefined();
  expect(of({ appname: 'x'.repeat(48) })).toHaveLength(48);
  expect(of({ appname: 'x'.repeat(49) })).toBeUndefined();
});
