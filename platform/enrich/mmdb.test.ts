import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openAddressFacts } from './address-facts.ts';
import { openSystemsIn } from './systems.ts';
import { mmdbOf } from './test-mmdb.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'mmdb-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const written = (name: string, content: Buffer): string => {
  const file = path.join(folder, name);
  writeFileSync(file, content);
  return file;
};

test("an operator's databases take the place of those that come with Haechi", () => {
  const asnDatabase = written(
    'asn.mmdb',
    mmdbOf({
      '8.8.8.0/24': { autonomous_system_number: 64_500, autonomous_system_organization: '우리 회사' },
      '2001:db8::/32': { autonomous_system_number: 64_501 },
      '9.9.9.0/24': { autonomous_system_organization: 'without a number' },
    }),
  );
  const countryDatabase = written(
    'country.mmdb',
    mmdbOf({ '8.8.8.0/24': { country: { iso_code: 'KR' } }, '2001:db8::/32': { country_code: 'JP' } }),
  );
  const factsOf = openAddressFacts({ asnDatabase, countryDatabase });
  expect(['8.8.8.8', '::ffff:8.8.8.8', '2001:db8::1', '9.9.9.9', '168.126.63.1', 'x'].map(factsOf)).toEqual([
    { country: 'KR', as: { number: 64_500, organization: { name: '우리 회사' } } },
    { country: 'KR', as: { number: 64_500, organization: { name: '우리 회사' } } },
    { country: 'JP', as: { number: 64_501 } },
    { country: undefined, as: undefined },
    { country: undefined, as: undefined },
    { country: undefined, as: undefined },
  ]);
});

test('a database of IPv4 alone has nothing on IPv6', () => {
  const record = { autonomous_system_number: 64_500 };
  const lookUp = openSystemsIn(written('ipv4.mmdb', mmdbOf({ '32.1.0.0/16': record }, 4)));
  expect(['32.1.13.184', '2001:db8::1', '::ffff:32.1.13.184'].map(lookUp)).toEqual([
    { number: 64_500 },
    undefined,
    undefined,
  ]);
});

test.each([
  ['absent', undefined, 'address_database_unreadable'],
  ['empty', Buffer.alloc(0), 'address_database_invalid'],
  ['text', Buffer.from('1.0.0.0,1.0.0.255,AU\n'), 'address_database_invalid'],
  ['countries', mmdbOf({ '1.0.0.0/8': { country: { iso_code: 'AU' } } }), 'address_database_invalid'],
  ['cut', mmdbOf({ '1.0.0.0/8': { autonomous_system_number: 1 } }).subarray(0, -20), 'address_database_invalid'],
])('%s: %s', (name, content, code) => {
  const file = content === undefined ? path.join(folder, name) : written(name, content);
  expect(() => openSystemsIn(file)).toThrow(expect.objectContaining({ code, where: file }));
});
