import type { EcsEvent } from '@haechi/event';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { describe, expect, test } from 'vitest';
import { openAddressFacts } from './address-facts.ts';
import { indicatorIndex } from './indicator-index.ts';
import { readIndicator } from './read-indicator.ts';
import { readIntelList } from './read-list.ts';
import { TEST_CACHE } from './test-cache.ts';

const HASH = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855';
const event = (fields: object): EcsEvent => fields as EcsEvent;

test.each([
  ['203.0.113.7', { type: 'ipv4-addr', value: '203.0.113.7' }],
  ['203.0.113[.]0/24', { type: 'ipv4-addr', value: '203.0.113.0/24' }],
  ['203.0.113.7/32', { type: 'ipv4-addr', value: '203.0.113.7' }],
  ['2001:DB8:0::1', { type: 'ipv6-addr', value: '2001:db8::1' }],
  ['::ffff:203.0.113.7', { type: 'ipv4-addr', value: '203.0.113.7' }],
  ['*.Evil[.]example', { type: 'domain-name', value: 'evil.example' }],
  ['hxxps://evil[.]example/a?b', { type: 'url', value: 'https://evil.example/a?b' }],
  [HASH, { type: 'file', value: HASH.toLowerCase() }],
  ['0.0.0.0/0', undefined],
  ['203.0.113.999', undefined],
  ['localhost', undefined],
  ['', undefined],
])('%s', (text, expected) => expect(readIndicator(text)).toEqual(expected));

test('a list of lines: comments, columns, doubles and what is none', () => {
  const read = readIntelList(
    '# bad ones\r\n203.0.113.7, scanner\n203.0.113.7\n"evil.example"\nnot an indicator ; why\n\n',
  );
  expect(read).toEqual({
    indicators: [
      { type: 'ipv4-addr', value: '203.0.113.7' },
      { type: 'domain-name', value: 'evil.example' },
    ],
    refused: [{ where: 'line 5', reason: 'not_an_indicator' }],
    refusedCount: 1,
  });
});

test('STIX 2.1: patterns joined by OR, the end of validity, what is revoked or needs more than one sight', () => {
  const indicator = (id: string, pattern: string, more: object = {}) => ({
    type: 'indicator',
    id: `indicator--${id}`,
    pattern_type: 'stix',
    pattern,
    ...more,
  });
  const bundle = {
    type: 'bundle',
    objects: [
      { type: 'identity', id: 'identity--1' },
      indicator('1', "[ipv4-addr:value = '198.51.100.1' OR domain-name:value = 'evil.example']", {
        valid_until: '2026-12-31T00:00:00Z',
      }),
      indicator('2', `[file:hashes.'SHA-256' = '${HASH}']`),
      indicator('3', "[url:value = 'http://evil.example/x'] OR [ipv6-addr:value = '2001:db8::9']"),
      indicator('4', "[ipv4-addr:value = '198.51.100.2' AND network-traffic:dst_port = 443]"),
      indicator('5', "[ipv4-addr:value = '198.51.100.3']", { revoked: true }),
      indicator('6', 'rule x {}', { pattern_type: 'yara' }),
    ],
  };
  const read = readIntelList(JSON.stringify(bundle));
  expect(read.indicators.map(({ value }) => value)).toEqual([
    '198.51.100.1', 'evil.example', HASH.toLowerCase(), 'http://evil.example/x', '2001:db8::9',
  ]); // biome-ignore format: one list
  expect(read.indicators[0]?.until).toBe('2026-12-31T00:00:00.000Z');
  expect(read.refused).toEqual([
    { where: 'indicator--4', reason: 'pattern_unsupported' },
    { where: 'indicator--5', reason: 'revoked' },
    { where: 'indicator--6', reason: 'pattern_unsupported' },
  ]);
});

test.each(['', '# nothing\n', '{"broken', '{"objects":[]}'])('%j is no list', (text) => {
  expect(() => readIntelList(text)).toThrow(expect.objectContaining({ code: 'intel_list_invalid' }));
});

describe('looking up', () => {
  const list = (tenant: string, text: string) => ({ tenant, name: `of ${tenant}`, ...readIntelList(text) });
  const index = indicatorIndex([
    list('/root/', '203.0.113.0/24\nevil.example\n2001:db8::/32'),
    list('/root/acme/', `198.51.100.9\n${HASH}\nhttp://site.example/x`),
  ]);
  const at = (fields: object, tenant = '/root/acme/') => {
    const found = index?.match(tenant, event(fields), 0);
    return found === undefined ? undefined : [found.list, found.field, found.indicator.value];
  };

  test.each([
    [{ destination: { ip: '203.0.113.77' } }, ['of /root/', 'destination.ip', '203.0.113.0/24']],
    [{ source: { ip: '2001:db8:1::1' } }, ['of /root/', 'source.ip', '2001:db8::/32']],
    [{ dns: { question: { name: 'a.b.EVIL.example' } } }, ['of /root/', 'dns.question.name', 'evil.example']],
    [{ dns: { question: { name: 'notevil.example' } } }, undefined],
    [{ file: { hash: { sha256: HASH } } }, ['of /root/acme/', 'file.hash.sha256', HASH.toLowerCase()]],
    [{ url: { original: 'http://site.example/x' } }, ['of /root/acme/', 'url.full', 'http://site.example/x']],
    [{ source: { ip: '203.0.114.1' } }, undefined],
  ])('%j', (fields, expected) => expect(at(fields)).toEqual(expected));

  test('a list holds for its tenant and below, and for nobody else', () => {
    const fields = { source: { ip: '198.51.100.9' } };
    expect(at(fields, '/root/acme/sub/')).toBeDefined();
    expect(at(fields, '/root/beta/')).toBeUndefined();
  });

  test('an indicator ends', () => {
    const ended = { type: 'ipv4-addr', value: '198.51.100.1', until: '2026-01-01T00:00:00.000Z' } as const;
    const own = indicatorIndex([{ tenant: '/root/', name: 'l', indicators: [ended] }]);
    const seen = (at: string) => own?.match('/root/', event({ source: { ip: '198.51.100.1' } }), Date.parse(at));
    expect([seen('2025-12-31T00:00:00Z')?.list, seen('2026-01-02T00:00:00Z')]).toEqual(['l', undefined]);
  });

  test('property: a network is found exactly for the addresses that are in it', () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.ipV4(), fc.integer({ min: 8, max: 31 }), (network, address, bits) => {
        const own = indicatorIndex([{ tenant: '/root/', name: 'l', ...readIntelList(`${network}/${bits}`) }]);
        const inside = ipaddr.IPv4.parse(address).match(ipaddr.IPv4.parse(network), bits);
        expect(own?.match('/root/', event({ source: { ip: address } }), 0) !== undefined).toBe(inside);
      }),
    );
  });
});

test('countries of public addresses, and none of private ones', () => {
  const factsOf = openAddressFacts({ cache: TEST_CACHE });
  const countryOf = (ip: string) => factsOf(ip)?.country;
  expect(['168.126.63.1', '8.8.8.8', '2001:4860:4860::8888', '::ffff:8.8.8.8'].map(countryOf)).toEqual([
    'KR', 'US', 'US', 'US',
  ]); // biome-ignore format: one list
  expect(
    ['10.0.0.1', '192.168.1.1', '172.20.0.1', 'fe80::1', '::1', '::ffff:10.0.0.1', 'no address'].map(countryOf),
  ).toEqual(Array.from({ length: 7 }, () => undefined));
});
