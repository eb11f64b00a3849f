import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import ipaddr from 'ipaddr.js';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openAddressFacts } from './address-facts.ts';
import { ipv6Into } from './address-number.ts';
import { AS_CACHE_FILE, keepAsCache, readAsCache } from './as-cache.ts';
import { type AsTable, asTableLookUp } from './as-table.ts';
import { readAsCsv } from './read-as-csv.ts';
import { loadSystems } from './systems.ts';
import { TEST_CACHE } from './test-cache.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'systems-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const tableOf = (ipv4: string, ipv6 = ''): AsTable => readAsCsv(Buffer.from(ipv4), Buffer.from(ipv6));
const number = (ip: string): number =>
  ipaddr.IPv4.parse(ip)
    .toByteArray()
    .reduce((sum, byte) => sum * 256 + byte, 0);
const row = (first: string, last: string, rest: string): string => `${number(first)},${number(last)},${rest}`;

describe('tables of ranges', () => {
  const table = tableOf(
    [
      row('1.0.0.0', '1.0.0.255', '13335,"Cloudflare, Inc."'),
      row('1.0.1.0', '1.0.1.255', '13335,"Cloudflare, Inc."'),
      row('1.0.4.0', '1.0.7.255', '64500,"LLC ""X"""'),
      'no row',
      row('1.0.8.0', '1.0.8.255', '4294967296,Too large'),
      row('1.0.6.0', '1.0.9.255', '64501,한국\r'),
      row('9.0.0.0', '9.0.0.0', '64502,'),
      row('255.255.255.255', '255.255.255.255', '64503,Last'),
      row('255.255.255.255', '255.255.255.255', '64504,Behind the last'),
    ].join('\n'),
    ['2001:db8::,2001:db8::2f,64500,Six', '2001:db8::30,2001:db8::30,64505,One address', '2001:db9:1::,x,1,none'].join(
      '\n',
    ),
  );
  const lookUp = asTableLookUp(table);

  test.each([
    ['0.255.255.255', undefined, undefined],
    ['1.0.0.0', 13_335, 'Cloudflare, Inc.'],
    ['1.0.0.255', 13_335, 'Cloudflare, Inc.'],
    ['1.0.1.0', 13_335, 'Cloudflare, Inc.'],
    ['1.0.2.0', undefined, undefined],
    ['1.0.3.255', undefined, undefined],
    ['1.0.4.0', 64_500, 'LLC "X"'],
    ['1.0.7.255', 64_500, 'LLC "X"'],
    ['1.0.8.0', 64_501, '한국'],
    ['1.0.9.255', 64_501, '한국'],
    ['1.0.10.0', undefined, undefined],
    ['9.0.0.0', 64_502, undefined],
    ['255.255.255.255', 64_503, 'Last'],
    ['2001:db7:ffff:ffff:ffff:ffff:ffff:ffff', undefined, undefined],
    ['2001:db8::', 64_500, 'LLC "X"'],
    ['2001:DB8:0:0::2F', 64_500, 'LLC "X"'],
    ['2001:db8::30', 64_505, 'One address'],
    ['2001:db8::31', undefined, undefined],
    ['1.0.0', undefined, undefined],
    ['fe80::1%eth0', undefined, undefined],
    ['', undefined, undefined],
  ])('%s → %s %s', (ip, as, name) => {
    expect(lookUp(ip)).toEqual(as === undefined ? undefined : { number: as, ...(name && { organization: { name } }) });
  });

  test('what is looked up is shared, and nobody can change it', () => {
    expect(lookUp('1.0.0.1')).toBe(lookUp('1.0.1.1'));
    expect(Object.isFrozen(lookUp('1.0.0.1')) && Object.isFrozen(lookUp('1.0.0.1')?.organization)).toBe(true);
  });

  test('nothing in nothing', () => expect(asTableLookUp(tableOf(''))('1.0.0.1')).toBeUndefined());
});

test('property: an IPv6 address is read as URLs read it, and what it takes for none is none', () => {
  const words = new Uint32Array(4);
  const read = (text: string): string | undefined => (ipv6Into(text, words) ? hexOf(words) : undefined);
  // URLs have a parser of their own (WHATWG); what it makes of an address has no dots, which ipaddr.js would misread.
  const oracle = (text: string): string | undefined => {
    const host = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
    return host === undefined ? undefined : Buffer.from(ipaddr.IPv6.parse(host).toByteArray()).toString('hex');
  };
  for (const text of [
    '::',
    '::1',
    '1::',
    '::ffff:1.2.3.4',
    '1:2:3:4:5:6:1.2.3.4',
    '1:2:3:4:5:6:7::',
    '::2:3:4:5:6:7:8',
    ':1',
    '1:',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '12345::',
    '1.2.3.4',
    '::1.2.3',
    '1:2:3:4:5:6:7:1.2.3.4',
    'g::',
  ])
    expect([text, read(text)]).toEqual([text, oracle(text)]);
  fc.assert(
    fc.property(fc.ipV6(), (text) => {
      expect(read(text)).toBe(oracle(text));
    }),
  );
});

function hexOf(words: Uint32Array): string {
  return [...words].map((word) => word.toString(16).padStart(8, '0')).join('');
}

describe('the data that comes with Haechi', () => {
  interface Range {
    readonly first: bigint;
    readonly last: bigint;
    readonly as: number;
  }
  const big = (ip: string): bigint =>
    ip.includes(':')
      ? BigInt(`0x${Buffer.from(ipaddr.IPv6.parse(ip).toByteArray()).toString('hex')}`)
      : BigInt(ip.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
  /** The rows as they are written, with addresses as people read them. */
  const rows = (name: string): Range[] => {
    const file = fileURLToPath(import.meta.resolve(`@ip-location-db/asn/${name}`));
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    return lines.map((line) => {
      const [first = '', last = '', as] = line.split(',', 3);
      return { first: big(first), last: big(last), as: Number(as) };
    });
  };
  const textOf = (value: bigint, bits: 32 | 128): string =>
    ipaddr.fromByteArray([...Buffer.from(value.toString(16).padStart(bits / 4, '0'), 'hex')]).toString();
  let lookUp: ReturnType<typeof asTableLookUp>;
  beforeAll(() => {
    lookUp = asTableLookUp(loadSystems(undefined));
  });

  test.each([
    ['asn-ipv4.csv', 32],
    ['asn-ipv6.csv', 128],
  ] as const)('property: %s says the same, read line by line', (name, bits) => {
    const ranges = rows(name);
    const scan = (value: bigint): number | undefined =>
      ranges.find(({ first, last }) => first <= value && value <= last)?.as;
    const border = fc
      .tuple(fc.nat(ranges.length - 1), fc.constantFrom('first', 'last'), fc.bigInt(-2n, 2n))
      .map(([at, end, beside]) => ranges[at]![end as 'first' | 'last'] + beside);
    const anywhere = fc.bigInt(0n, 2n ** BigInt(bits) - 1n);
    fc.assert(
      fc.property(fc.oneof({ weight: 3, arbitrary: border }, anywhere), (value) => {
        const ip = textOf(BigInt.asUintN(bits, value), bits);
        expect([ip, lookUp(ip)?.number]).toEqual([ip, scan(BigInt.asUintN(bits, value))]);
      }),
      { numRuns: 100 },
    );
  });

  test('known addresses have their system, private ones none', () => {
    const factsOf = openAddressFacts({ cache: TEST_CACHE });
    expect(factsOf('8.8.8.8')).toEqual({ country: 'US', as: { number: 15_169, organization: { name: 'Google LLC' } } });
    expect(factsOf('::ffff:8.8.8.8')).toBe(factsOf('8.8.8.8'));
    expect(factsOf('168.126.63.1')?.as).toEqual({ number: 4_766, organization: { name: 'Korea Telecom' } });
    expect(factsOf('2001:4860:4860::8888')?.as?.number).toBe(15_169);
    for (const ip of [
      '10.0.0.1',
      '172.16.0.1',
      '::ffff:192.168.0.1',
      '100.64.0.1',
      'fe80::1',
      'fd00::1',
      '::1',
      '224.0.0.1',
    ])
      expect([ip, factsOf(ip)]).toEqual([ip, undefined]);
    expect(factsOf('no address')).toEqual({ country: undefined, as: undefined });
  });
});

describe('the cache', () => {
  const table = tableOf(row('1.0.0.0', '1.0.0.255', '13335,Cloudflare'), '2001:db8::,2001:db8::2f,64500,Six');
  const source = { version: '1.0.0', bytes: 7 };

  test('gives the table that was kept', () => {
    const cache = path.join(folder, 'a', 'cache');
    keepAsCache(cache, source, table);
    const kept = readAsCache(cache, source);
    expect(kept && { ...kept, names: [...kept.names] }).toEqual({ ...table, names: [...table.names] });
    expect(statSync(path.join(cache, AS_CACHE_FILE)).mode & 0o777).toBe(0o600);
  });

  test('of another version, of other bytes, damaged anywhere, cut or absent it is none', () => {
    const cache = path.join(folder, 'b');
    keepAsCache(cache, source, table);
    expect(readAsCache(cache, { ...source, version: '1.0.1' })).toBeUndefined();
    expect(readAsCache(cache, { ...source, bytes: 8 })).toBeUndefined();
    expect(readAsCache(path.join(folder, 'absent'), source)).toBeUndefined();
    const file = path.join(cache, AS_CACHE_FILE);
    const whole = readFileSync(file);
    const headerLength = whole.indexOf('}') + 1;
    for (const at of [...Array(headerLength).keys(), 512, whole.length - 1]) {
      const damaged = Buffer.from(whole);
      damaged[at] = damaged[at]! ^ 1;
      writeFileSync(file, damaged);
      expect([at, readAsCache(cache, source)]).toEqual([at, undefined]);
    }
    for (const length of [0, 100, 512, whole.length - 1]) {
      writeFileSync(file, whole.subarray(0, length));
      expect(readAsCache(cache, source)).toBeUndefined();
    }
  });

  test('a damaged one is made anew; a folder that cannot be written does no harm', () => {
    const cache = path.join(folder, 'c');
    const first = loadSystems(cache);
    const file = path.join(cache, AS_CACHE_FILE);
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, 5_000));
    expect(loadSystems(cache).numbers.length).toBe(first.numbers.length);
    expect(readFileSync(file).equals(whole)).toBe(true);
    const again = asTableLookUp(loadSystems(cache));
    expect(again('8.8.8.8')?.organization?.name).toBe('Google LLC');
    writeFileSync(path.join(folder, 'file'), '');
    expect(loadSystems(path.join(folder, 'file', 'cache')).numbers.length).toBe(first.numbers.length);
  });
});
