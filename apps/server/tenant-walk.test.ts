import { expect, test } from 'vitest';
import { walkTenants } from '../../test/fault/walk-tenants.ts';
import { openTestServer } from './test-server.ts';

test('a random walk over the API as two tenants: neither sees nor changes what the other has', {
  timeout: 120_000,
}, async () => {
  await using server = await openTestServer();
  const { succeeded, foreign, streamed, breaches } = await walkTenants(server, 1_500, 42);
  expect(breaches).toEqual([]);
  expect(foreign).toBeGreaterThan(500);
  expect(streamed).toBeGreaterThan(10);
  expect(succeeded).toBeGreaterThan(100);
});
