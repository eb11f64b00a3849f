import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Caller, openTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let msp: string;
let shop: string;
let ownAdmin: Caller;
let mspAdmin: Caller;

beforeAll(async () => {
  server = await openTestServer();
  msp = await server.addTenant('msp');
  await server.call(server.admin, 'POST', '/api/v1/tenants', { parent: msp, slug: 'shop', name: 'Shop' });
  shop = `${msp}shop/`;
  ownAdmin = await server.addUser('shop.admin', shop, 'admin');
  mspAdmin = await server.addUser('msp.admin', msp, 'admin');
});
afterAll(() => server[Symbol.asyncDispose]());

const patch = (caller: Caller, tenant: string, body: unknown) =>
  server.call(caller, 'PATCH', `/api/v1/tenants?tenant=${tenant}`, body);

async function sender(tenant: string): Promise<(events: number) => Promise<Response>> {
  const made = await server.call(server.admin, 'POST', '/api/v1/tokens', { name: 'agent', scopes: ['ingest'], tenant });
  const token = String(made.body['token']);
  return (events) =>
    fetch(`${server.server.origin}/services/collector/event`, {
      method: 'POST',
      headers: { authorization: `Splunk ${token}` },
      body: JSON.stringify({ event: { message: 'an ordinary line' } }).repeat(events),
    });
}

describe('what a tenant may send', () => {
  test('is decided above it', async () => {
    const own = await patch(ownAdmin, shop, { eventsPerSecond: 1_000_000 });
    expect([own.status, own.body.error?.code]).toEqual([403, 'allowance_not_yours']);
    expect((await patch(ownAdmin, shop, { name: 'Shop' })).status).toBe(200);
    const above = await patch(mspAdmin, shop, { eventsPerSecond: 5, bytesPerDay: 1e9 });
    expect(above.body).toMatchObject({ eventsPerSecond: 5, bytesPerDay: 1e9 });
    expect((await patch(mspAdmin, msp, { eventsPerSecond: 9 })).body.error?.code).toBe('allowance_not_yours');
    expect((await patch(server.admin, '/root/', { eventsPerSecond: null })).status).toBe(200);
    expect((await patch(mspAdmin, shop, { eventsPerSecond: 0 })).body.error?.code).toBe('invalid_request');
  });

  test('holds at once, is told in the words of the protocol, and leaves others alone', async () => {
    const send = await sender(shop);
    expect((await send(60)).status).toBe(200);
    const refused = await send(1);
    expect([refused.status, refused.headers.get('retry-after'), await refused.json()]).toEqual([
      503,
      '5',
      { text: 'Server is busy', code: 9 },
    ]);
    expect((await (await sender(msp))(60)).status).toBe(200);
    const health = await fetch(`${server.server.origin}/services/collector/health`);
    expect(health.status).toBe(200);
    await patch(mspAdmin, shop, { eventsPerSecond: null });
    expect((await send(1)).status).toBe(200);
  });

  test('is counted by tenant and day, for those who may see the tenant', async () => {
    const day = new Date().toISOString().slice(0, 10);
    const query = `from=${day}T00:00:00Z&to=${day}T23:59:59Z`;
    const usage = async (caller: Caller) => {
      const { body } = await server.call(caller, 'GET', `/api/v1/usage?${query}`);
      return (body['rows'] as Record<string, unknown>[]).map(({ tenant, accepted, rejected, bytes }) => ({
        tenant,
        accepted,
        rejected,
        hasBytes: Number(bytes) > 0,
      }));
    };
    await expect
      .poll(() => usage(mspAdmin), { timeout: 30_000 })
      .toEqual([
        { tenant: msp, accepted: 60, rejected: 0, hasBytes: true },
        { tenant: shop, accepted: 61, rejected: 1, hasBytes: true },
      ]);
    expect((await usage(ownAdmin)).map(({ tenant }) => tenant)).toEqual([shop]);
    const other = await server.addUser('other.viewer', await server.addTenant('other'), 'viewer');
    expect(await usage(other)).toEqual([]);
    const bad = await server.call(ownAdmin, 'GET', `/api/v1/usage?${query}&step=week`);
    expect(bad.body.error?.code).toBe('invalid_request');
  });
});
