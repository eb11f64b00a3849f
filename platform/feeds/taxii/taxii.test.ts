import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeCertificates } from '../../../apps/server/test-certificates.ts';
import { type Added, indicator, startTaxiiServer, type TaxiiServer } from '../../../test/taxii/taxii-server.ts';
import { type FeedCredential, type FeedReach, reachOf } from '../feed.ts';
import { discover } from './discover.ts';
import { fetchCollection } from './fetch-collection.ts';
import { feedUrl, guardedLookup } from './reach.ts';

const LOCAL = { loopback: true, inside: true };
const SIGNAL = new AbortController().signal;
const added = (serial: number): Added => ({
  at: new Date(Date.UTC(2026, 0, 1, 0, 0, serial)).toISOString(),
  object: indicator(serial, `[ipv4-addr:value = '203.0.113.${serial}']`),
});
let server: TaxiiServer;
beforeEach(async () => {
  server = await startTaxiiServer();
  server.objects.push(...Array.from({ length: 25 }, (_, index) => added(index)));
});
afterEach(() => server[Symbol.asyncDispose]());

async function read(more: { addedAfter?: string; credential?: FeedCredential; signal?: AbortSignal } = {}) {
  const ids: string[] = [];
  const { root: url, collection } = server;
  const { addedAfter, credential, signal = SIGNAL } = more;
  const next = await fetchCollection({ url, collection, credential, addedAfter }, LOCAL, signal, (objects) => {
    for (const object of objects) ids.push((object as { id: string }).id);
  });
  return { count: ids.length, different: new Set(ids).size, next };
}
const failing = (code: string) => expect.objectContaining({ code });

describe('reading a collection', () => {
  test('page by page, and later only what came since', async () => {
    server.pageSize = 10;
    expect(await read()).toEqual({ count: 25, different: 25, next: '2026-01-01T00:00:24.000Z' });
    expect(server.requests).toHaveLength(3);
    expect(server.requests[1]).toContain('match%5Btype%5D=indicator&limit=1000&next=10');
    server.objects.push(added(30));
    expect(await read({ addedAfter: '2026-01-01T00:00:24.000Z' })).toMatchObject({
      count: 1,
      next: '2026-01-01T00:00:30.000Z',
    });
    expect(await read({ addedAfter: '2026-01-01T00:00:30.000Z' })).toMatchObject({
      count: 0,
      next: '2026-01-01T00:00:30.000Z',
    });
  });

  test('a server that names no next page is asked on by time', async () => {
    server.pageSize = 10;
    server.withoutNext = true;
    expect(await read()).toMatchObject({ count: 25, different: 25 });
  });

  test('a time with an offset is sent back in UTC, one that is none not at all', async () => {
    server.withOffset = true;
    expect((await read()).next).toBe('2026-01-01T00:00:24.000Z');
    server.objects.push({ ...added(40), at: 'Thu, 01 Jan 2026 00:01:00 GMT' });
    expect((await read({ addedAfter: '2026-01-01T00:00:00.000Z' })).next).toBe('2026-01-01T00:00:00.000Z');
  });

  test('one that names neither is not asked for ever', async () => {
    server.pageSize = 10;
    server.withoutNext = true;
    server.withoutTimes = true;
    await expect(read()).rejects.toEqual(failing('feed_not_taxii'));
  });

  test.each<[FeedCredential, string, string]>([
    [{ kind: 'basic', username: 'kim', password: '비밀:번호' }, 'authorization', `Basic ${btoaUtf8('kim:비밀:번호')}`],
    [{ kind: 'bearer', token: 'abc' }, 'authorization', 'Bearer abc'],
    [{ kind: 'api_key', header: 'X-API-Key', key: 'k 1' }, 'x-api-key', 'k 1'],
  ])('with the credential %j', async (credential, header, value) => {
    server.needs = { header, value };
    expect((await read({ credential })).count).toBe(25);
    await expect(read()).rejects.toEqual(failing('feed_denied'));
  });

  test.each(['cut', 'away'] as const)('a server that goes away once (%s) is asked again', async (mishap) => {
    server.pageSize = 10;
    server.mishaps.push(mishap);
    expect(await read()).toMatchObject({ count: 25, different: 25 });
  });

  test('one that stays away is said so', { timeout: 20_000 }, async () => {
    server.mishaps.push('away', 'cut', 'away');
    await expect(read()).rejects.toEqual(failing('feed_unreachable'));
  });

  test('one that asks to wait is waited for, unless it is long', async () => {
    server.mishaps.push({ busy: 429, retryAfter: '1' });
    const began = performance.now();
    expect((await read()).count).toBe(25);
    expect(performance.now() - began).toBeGreaterThan(900);
    server.mishaps.push({ busy: 429, retryAfter: '3600' });
    await expect(read()).rejects.toEqual(expect.objectContaining({ code: 'feed_throttled', retryAfterMs: 3_600_000 }));
  });

  test.each([
    ['large', 'feed_too_large'],
    ['deep', 'feed_too_large'],
    ['html', 'feed_not_taxii'],
    ['elsewhere', 'feed_redirected'],
  ] as const)('an answer that is %s is refused as %s', async (mishap, code) => {
    server.mishaps.push(mishap);
    await expect(read()).rejects.toEqual(failing(code));
    expect(server.requests).toHaveLength(1);
  });

  test('whatever fails names no query and no credential', async () => {
    server.mishaps.push('html');
    const credential = { kind: 'bearer', token: 'verysecret' } as const;
    const error = await read({ credential, addedAfter: '2026-01-01T00:00:00Z' }).catch((fault: unknown) => fault);
    expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/verysecret|added_after/);
  });

  test('a time limit ends it', async () => {
    server.mishaps.push({ busy: 503, retryAfter: '20' });
    await expect(read({ signal: AbortSignal.timeout(200) })).rejects.toEqual(failing('feed_too_slow'));
  });
});

describe('looking around', () => {
  test.each(['', '/', '/taxii2', '/taxii2/'])('%j leads to the API roots and what they have', async (path) => {
    const roots = await discover(`${server.origin}${path}`, undefined, LOCAL, SIGNAL);
    expect(roots).toEqual([
      {
        url: server.root,
        title: 'Sharing',
        collections: [
          { id: server.collection, title: 'Known bad', description: 'Daily', canRead: true },
          { id: 'inbox', title: 'Write only', description: '', canRead: false },
        ],
      },
      { url: 'https://other.example/api/', title: '', collections: [], problem: 'feed_redirected' },
      { url: `${server.origin}/gone/`, title: '', collections: [], problem: 'feed_not_found' },
    ]);
  });

  test('an API root itself will do', async () => {
    const [root] = await discover(`${server.origin}/api1`, undefined, LOCAL, SIGNAL);
    expect([root?.url, root?.collections.length]).toEqual([server.root, 2]);
  });

  test('what is no TAXII is said so', async () => {
    await expect(discover(`${server.origin}/api1/collections/`, undefined, LOCAL, SIGNAL)).rejects.toEqual(
      failing('feed_not_taxii'),
    );
    await expect(discover(`${server.origin}/else`, undefined, LOCAL, SIGNAL)).rejects.toEqual(
      failing('feed_not_found'),
    );
  });
});

describe('who is asked', () => {
  const CLOSED = { loopback: false, inside: true };
  test.each([
    'http://feeds.example/taxii2/', 'ftp://feeds.example/', 'feeds.example', 'https://kim:secret@feeds.example/',
    'https://127.0.0.1/', 'https://[::1]/', 'https://2130706433/', 'https://0.0.0.0/', 'https://169.254.169.254/',
    'https://[fe80::1]/', 'https://[::ffff:169.254.169.254]/', 'https://[64:ff9b::a9fe:a9fe]/', 'https://[fd00:ec2::254]/',
    'https://100.100.100.200/', 'https://224.0.0.1/', 'https://[2002:a9fe:a9fe::1]/', `https://x.example/${'a'.repeat(3_000)}`,
  ])('%s is refused', (url) => expect(() => feedUrl(url, CLOSED)).toThrow(failing('feed_address_refused'))); // biome-ignore format: one list

  test.each(['https://feeds.example/', 'https://8.8.8.8/', 'https://10.1.2.3/taxii2/', 'https://[2001:4860::1]/'])(
    '%s is asked',
    (url) => expect(feedUrl(url, CLOSED).href).toBe(url),
  );

  test.each(['10.1.2.3', '172.20.0.1', '192.168.1.1', '100.64.0.1', '[fd12::1]', '[64:ff9b::a01:203]'])(
    'an address inside (%s) only for feeds of the installation itself',
    (address) => {
      const url = `https://${address}/`;
      const ask = (tenant: string) => feedUrl(url, reachOf({ loopback: false }, tenant)).href;
      expect(ask('/root/')).toBe(url);
      expect(() => ask('/root/acme/')).toThrow(failing('feed_address_refused'));
    },
  );

  test('where this machine is allowed, nothing else is without TLS', () => {
    expect(feedUrl('http://127.0.0.1:80/', LOCAL).href).toBe('http://127.0.0.1/');
    for (const url of ['http://10.0.0.1/', 'http://169.254.169.254/', 'https://169.254.169.254/'])
      expect(() => feedUrl(url, LOCAL)).toThrow(failing('feed_address_refused'));
  });

  test('a name is judged by what it stands for', async () => {
    const look = (url: string, reach: FeedReach) =>
      new Promise((resolve) => {
        guardedLookup(new URL(url), reach)(new URL(url).hostname, { all: true }, (error) => resolve(error));
      });
    expect(await look('https://localhost/', CLOSED)).toEqual(failing('feed_address_refused'));
    expect(await look('https://localhost/', LOCAL)).toBeNull();
    const { port } = new URL(server.origin);
    await expect(discover(`https://localhost:${port}/`, undefined, CLOSED, SIGNAL)).rejects.toEqual(
      failing('feed_address_refused'),
    );
  });

  test('a certificate must be of an authority that is trusted', async () => {
    await using certificates = await makeCertificates();
    const pem = (name: string) => readFileSync(certificates.file(name), 'utf8');
    await using secure = await startTaxiiServer({ cert: pem('server.pem'), key: pem('server.key') });
    await expect(discover(secure.origin, undefined, LOCAL, SIGNAL)).rejects.toEqual(failing('feed_tls'));
    const trusting = { ...LOCAL, authorities: pem('authority.pem') };
    expect(await discover(secure.origin, undefined, trusting, SIGNAL)).toHaveLength(3);
  });
});

function btoaUtf8(text: string): string {
  return Buffer.from(text, 'utf8').toString('base64');
}
