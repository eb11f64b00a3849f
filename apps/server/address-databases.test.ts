import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { mmdbOf } from '@haechi/platform/enrich/test-mmdb.ts';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTestServer } from './test-server.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'address-databases-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("events get what the operator's databases say", async () => {
  const asnDatabase = path.join(folder, 'asn.mmdb');
  const countryDatabase = path.join(folder, 'country.mmdb');
  writeFileSync(
    asnDatabase,
    mmdbOf({ '8.8.8.0/24': { autonomous_system_number: 64_500, autonomous_system_organization: '우리 회사' } }),
  );
  writeFileSync(countryDatabase, mmdbOf({ '8.8.8.0/24': { country: { iso_code: 'KR' } } }));
  await using server = await openTestServer({}, { addressDatabases: { asnDatabase, countryDatabase } });
  const headers = { authorization: `Splunk ${await server.addToken(['ingest'], '/root/')}` };
  const body = JSON.stringify({
    event: 'Mar  1 08:00:01 web01 sshd[77]: Failed password for kim from 8.8.8.8 port 4 ssh2',
  });
  expect(
    (await fetch(`${server.server.origin}/services/collector/event`, { method: 'POST', body, headers })).status,
  ).toBe(200);
  const [row] = await server.stored('source.as.organization.name:"우리 회사"', 1);
  expect(row).toMatchObject({ event: { source: { as: { number: 64_500 }, geo: { country_iso_code: 'KR' } } } });
});

test('a server does not start with a file that is missing or of another kind', async () => {
  const missing = path.join(folder, 'missing.mmdb');
  await expect(openTestServer({}, { addressDatabases: { asnDatabase: missing } })).rejects.toMatchObject({
    code: 'address_database_unreadable',
    where: missing,
  });
  const text = path.join(folder, 'text.mmdb');
  writeFileSync(text, '1.0.0.0,1.0.0.255,AU\n');
  await expect(openTestServer({}, { addressDatabases: { countryDatabase: text } })).rejects.toMatchObject({
    code: 'address_database_invalid',
    where: text,
  });
});
