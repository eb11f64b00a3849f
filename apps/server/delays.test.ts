import { expect, test } from 'vitest';
import { Delays } from './delays.ts';

test('a bucket counts what took no longer than its bound', () => {
  const delays = new Delays();
  delays.add(0.1, 2);
  delays.add(1.5, 3);
  delays.add(1_000, 1);
  const text = delays.text('x_seconds', 'Time.');
  const of = (bound: string): number => Number(text.split(`x_seconds_bucket{le="${bound}"} `)[1]?.split('\n')[0]);
  expect(['0.1', '1', '2', '300', '+Inf'].map(of)).toEqual([2, 2, 5, 5, 6]);
  expect(text).toContain('# TYPE x_seconds histogram\n');
  expect(text).toMatch(/x_seconds_sum 1004\.7\nx_seconds_count 6\n$/);
});
