import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

test('HEC: an event with an _id is stored once, however often it is sent, and for each tenant apart', async () => {
  const tokens = await Promise.all(
    ['acme', 'beta'].map(async (name) => server.addToken(['ingest'], await server.addTenant(name))),
  );
  const send = (token: string, id: string) =>
    fetch(`${server.server.origin}/services/collector/event`, {
      method: 'POST',
      body: JSON.stringify({ event: { n: 1 }, fields: { _id: id, run: 'ids' } }),
      headers: { authorization: `Splunk ${token}` },
    });
  for (const token of tokens) for (const id of ['a', 'a', 'b']) expect((await send(token, id)).status).toBe(200);
  const rows = await server.stored('labels.run:ids', 4);
  expect(Object.values(Object.groupBy(rows, ({ tenant }) => String(tenant))).map((group) => group?.length)).toEqual([
    2, 2,
  ]);
});
