import { expect, test } from 'vitest';
import { isServerAway } from './faults.ts';

const coded = (code: string) => Object.assign(new Error('said so'), { code });

test.each([
  coded('ECONNREFUSED'),
  coded('57P03'),
  coded('53300'),
  coded('08006'),
  new AggregateError([coded('ECONNREFUSED')]),
  new Error('Connection terminated unexpectedly'),
  new Error('timeout exceeded when trying to connect'),
  new Error('Query read timeout'),
])('%s says that the server is away', (error) => {
  expect(isServerAway(error)).toBe(true);
});

test.each([coded('23505'), coded('42501'), coded('57014'), new Error('bigint 9 does not fit'), 'away', undefined])(
  '%s does not',
  (error) => {
    expect(isServerAway(error)).toBe(false);
  },
);
