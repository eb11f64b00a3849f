import type { EcsEvent } from '@haechi/event';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { readTableRows } from '../inventory/read-table.ts';
import { InventoryIndex } from './inventory-index.ts';
import { compileTables } from './inventory-table.ts';
import { NetworkMap } from './network-map.ts';

const tables = async (tenant: string, assets: object[], users: object[] = []) => {
  const read = { assets: await readTableRows('assets', assets), users: await readTableRows('users', users) };
  expect([...read.assets.problems, ...read.users.problems]).toEqual([]);
  return compileTables({ tenant, assets: read.assets.rows, users: read.users.rows });
};

const index = new InventoryIndex([
  await tables(
    '/root/',
    [
      { name: 'core', addresses: ['10.0.0.0/8'], criticality: 'low' },
      { name: 'moved', hosts: ['moved-1'], addresses: ['192.0.2.9'] },
    ],
    [{ name: 'kim', fullName: 'of root' }],
  ),
  await tables(
    '/root/acme/',
    [
      { name: 'db', addresses: ['10.1.2.3', '00:00:5e:00:53:23'], hosts: ['db-1.corp.example'], criticality: 'critical', owner: '김민수', os: 'Rocky Linux 9', tags: ['pci'] },
      { name: 'floor 3', addresses: '10.1.2.0/24', hosts: 'switch-3' },
      { name: 'site', addresses: '10.1.0.0/16', site: 'Busan' },
      { name: 'six', addresses: '2001:db8:1::/48' },
      { name: 'twin a', hosts: 'twin.a.example' },
      { name: 'twin b', hosts: 'twin.b.example' },
      { name: 'web', hosts: 'web' },
      { name: 'moved', hosts: 'moved-2' },
    ],
    [
      { name: 'kim', fullName: '김민수', email: 'kim@acme.example', aliases: ['CORP\\kim', 'S-1-5-21-7'], privileged: true, criticality: 'high', department: '재무팀' },
      { name: 'lee', status: 'left' },
    ],
  ),
]); // biome-ignore format: tables

const enriched = (fields: object, tenant = '/root/acme/'): EcsEvent => {
  const event = structuredClone(fields) as EcsEvent;
  index.add(tenant, event);
  return event;
};

describe('hosts', () => {
  test.each([
    [{ name: 'DB-1.corp.example' }, 'db'],
    [{ name: 'db-1.corp.example.' }, 'db'],
    [{ hostname: 'DB-1' }, 'db'],
    [{ name: 'web.somewhere.example' }, 'web'],
    [{ name: 'twin' }, undefined],
    [{ name: 'twin.a.example' }, 'twin a'],
    [{ name: '10.1.2.3' }, 'db'],
    [{ name: 'unknown', ip: ['10.1.2.9'] }, 'floor 3'],
    [{ name: 'unknown', mac: ['00-00-5E-00-53-23'] }, 'db'],
    [{ name: 'x'.repeat(300) }, undefined],
  ])('%j', (host, name) => expect(enriched({ host }).host?.asset?.name).toBe(name));

  test('what is known of it is written; a network gives no host its name', () => {
    expect(enriched({ host: { ip: ['10.1.2.3'] } }).host).toEqual({
      ip: ['10.1.2.3'],
      name: 'db-1.corp.example',
      os: { name: 'Rocky Linux 9' },
      asset: { name: 'db', criticality: 'critical', owner: '김민수', tags: ['pci'] },
    });
    expect(enriched({ host: { ip: ['10.1.2.4'] } }).host).toEqual({
      ip: ['10.1.2.4'],
      asset: { name: 'floor 3', criticality: 'medium' },
    });
  });

  test('a host that only the record names gets its asset', () => {
    expect(enriched({ winlog: { computer_name: 'WEB' } }).host).toEqual({
      asset: { name: 'web', criticality: 'medium' },
    });
    expect(enriched({ winlog: { computer_name: 'other' } }).host).toBeUndefined();
  });

  test('what the event says itself stays', () => {
    const host = { name: 'db-1', os: { name: 'own' }, asset: { name: 'own', criticality: 'low' } };
    expect(enriched({ host }).host).toEqual(host);
    const { os } = enriched({ host: { name: 'db-1', os: { type: 'linux' } } }).host ?? {};
    expect(os).toEqual({ type: 'linux' });
  });
});

describe('endpoints', () => {
  test.each([
    [{ ip: '10.1.2.3' }, '/root/acme/', 'db'],
    [{ ip: '10.1.2.200' }, '/root/acme/', 'floor 3'],
    [{ ip: '10.1.7.1' }, '/root/acme/sub/', 'site'],
    [{ ip: '10.200.0.1' }, '/root/acme/', 'core'],
    [{ ip: '2001:db8:1::5' }, '/root/acme/', 'six'],
    [{ ip: '10.1.2.3' }, '/root/beta/', 'core'],
    [{ ip: '192.0.2.9' }, '/root/beta/', 'moved'],
    [{ ip: '192.0.2.9' }, '/root/acme/', undefined],
    [{ ip: '198.51.100.1' }, '/root/acme/', undefined],
    [{ mac: '00:00:5e:00:53:23' }, '/root/acme/', 'db'],
    [{ domain: 'web' }, '/root/acme/', 'web'],
  ])('%j in %s', (side, tenant, name) => {
    for (const end of ['source', 'destination', 'client', 'server'] as const)
      expect(enriched({ [end]: side }, tenant)[end]?.asset?.name).toBe(name);
  });

  test('property: the smallest of the networks that an address is in', () => {
    const bits = fc.integer({ min: 8, max: 31 });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.ipV4(), bits), { maxLength: 8 }), fc.ipV4(), (networks, address) => {
        const map = new NetworkMap<number>();
        for (const [network, length] of networks) map.add(`${network}/${length}`, length);
        const around = networks.filter(([network, length]) =>
          ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parse(network), length),
        );
        const longest = around.length === 0 ? undefined : Math.max(...around.map(([, length]) => length));
        expect(map.find(address)).toBe(longest);
      }),
    );
  });
});

describe('users', () => {
  test.each([
    [{ name: 'Kim' }, '김민수'],
    [{ name: 'CORP\\KIM' }, '김민수'],
    [{ name: 'kim', domain: 'CORP' }, '김민수'],
    [{ id: 'S-1-5-21-7' }, '김민수'],
    [{ email: 'KIM@acme.example' }, '김민수'],
    [{ name: 'kim@acme.example' }, '김민수'],
    [{ name: 'kim@elsewhere.example' }, undefined],
    [{ name: 'kim', domain: 'WEB-9' }, undefined],
    [{ name: 'WEB-9\\kim' }, undefined],
    [{ name: 'constructor' }, undefined],
    [{}, undefined],
  ])('%j', (user, fullName) =>
    expect(enriched({ user, host: { name: 'web-9.corp.example' } }).user?.full_name).toBe(fullName),
  );

  test('everywhere that an event names one; what it says itself stays', () => {
    const kim = { name: 'kim' };
    const event = enriched({
      user: { name: 'root', full_name: 'own', target: kim, effective: { name: 'lee' } },
      source: { user: kim },
      destination: { user: { ...kim, full_name: 'own' } },
    });
    expect(event.user?.target).toEqual({
      name: 'kim',
      full_name: '김민수',
      email: 'kim@acme.example',
      asset: { name: 'kim', criticality: 'high', privileged: true, department: '재무팀' },
    });
    expect(event.user?.effective?.asset).toEqual({ name: 'lee', criticality: 'medium', status: 'left' });
    expect([event.user?.full_name, event.user?.asset]).toEqual(['own', undefined]);
    expect(event.source?.user?.asset?.name).toBe('kim');
    expect(event.destination?.user?.full_name).toBe('own');
  });

  test("a row of the nearer tenant stands for those of the tenants above; beside it nobody's is seen", () => {
    expect(enriched({ user: { name: 'kim' } }, '/root/acme/sub/').user?.full_name).toBe('김민수');
    expect(enriched({ user: { name: 'kim' } }, '/root/beta/').user?.full_name).toBe('of root');
    expect(enriched({ user: { name: 'lee' } }, '/root/beta/').user?.asset).toBeUndefined();
  });
});
