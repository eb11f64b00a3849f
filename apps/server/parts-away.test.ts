import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startClickhouseFront } from '../../test/contract/clickhouse-front.ts';
import { HAS_POSTGRES, type PostgresServer, startPostgres } from '../../test/contract/postgres-server.ts';
import { bearer, openTestServer } from './test-server.ts';

describe.skipIf(!HAS_POSTGRES)('with the state on PostgreSQL 15 (Debian package postgresql-15)', () => {
  let postgres: PostgresServer;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  test('while it is away callers are told to come again, whatever they ask; afterwards all is answered', async () => {
    await using test = await openTestServer({}, { state: await postgres.database() });
    const read = bearer(await test.addToken(['read'], '/root/'));
    const answers = async () => [
      await test.call(read, 'GET', '/api/v1/tenants'),
      await test.call(test.admin, 'GET', '/api/v1/incidents'),
      // Changes are noted in the audit trail, which is away too.
      await test.call(test.admin, 'POST', '/api/v1/tenants', { parent: '/root/', slug: 'one', name: 'One' }),
      await test.call({}, 'POST', '/api/v1/sessions', { username: 'admin', password: 'wrong' }),
    ];
    await postgres.halt();
    for (const { status, headers, body } of await answers()) {
      expect([status, headers.get('retry-after'), body.error?.code]).toEqual([503, '5', 'state_unreachable']);
      expect(body.error?.message).toMatch(/PostgreSQL/);
    }
    expect((await test.call({}, 'GET', '/api/v1/health')).status).toBe(200);
    await postgres.start();
    expect((await answers()).map(({ status }) => status)).toEqual([200, 200, 200, 401]);
  });
});

test('while ClickHouse is away a search is answered so, and what needs no events goes on', async () => {
  const front = await startClickhouseFront();
  await using test = await openTestServer({}, { events: `clickhouse://haechi:secret@127.0.0.1:${front.port}/default` });
  await front.stop();
  const range = { from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
  const { status, headers, body } = await test.call(test.admin, 'POST', '/api/v1/search', { query: '', ...range });
  expect([status, headers.get('retry-after'), body.error?.code]).toEqual([503, '5', 'events_unreachable']);
  expect((await test.call(test.admin, 'GET', '/api/v1/incidents')).status).toBe(200);
});
