import { expect, test } from 'vitest';
import { openTestServer } from './test-server.ts';

test('an address that asks too much is told to slow down', async () => {
  await using small = await openTestServer({ requestsPerMinute: 5 });
  const answers: number[] = [];
  for (let i = 0; i < 12; i++) answers.push((await small.call({}, 'GET', '/api/v1/health')).status);
  expect(answers.at(-1)).toBe(429);
  expect(answers.filter((status) => status === 200).length).toBeLessThanOrEqual(5);
});
