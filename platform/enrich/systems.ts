import { readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { keepAsCache, readAsCache } from './as-cache.ts';
import { type AsOf, type AsTable, asTableLookUp, type EcsAs } from './as-table.ts';
import { type MmdbRecord, openMmdb } from './mmdb.ts';
import { readAsCsv } from './read-as-csv.ts';

const PACKAGE = '@ip-location-db/asn';

/**
 * The autonomous systems of the data that comes with Haechi (docs/adr/0010-asn-data.md). It is read when the first address
 * is looked up: from `cache` in some milliseconds, once after an installation from its tables.
 *
 * @param cache folder in which what was read is kept
 */
export function openSystems(cache: string | undefined): AsOf {
  let found: AsOf | undefined;
  return (ip) => (found ??= asTableLookUp(loadSystems(cache)))(ip);
}

/** The table itself, read now. */
export function loadSystems(cache: string | undefined): AsTable {
  const [ipv4, ipv6] = [fileOf('asn-ipv4-num.csv'), fileOf('asn-ipv6.csv')];
  const { version } = JSON.parse(readFileSync(fileOf('package.json'), 'utf8')) as { version: string };
  const source = { version, bytes: statSync(ipv4).size + statSync(ipv6).size };
  const kept = cache === undefined ? undefined : readAsCache(cache, source);
  if (kept !== undefined) return kept;
  const table = readAsCsv(readFileSync(ipv4), readFileSync(ipv6));
  if (cache !== undefined) keepAsCache(cache, source, table);
  return table;
}

function fileOf(name: string): string {
  return fileURLToPath(import.meta.resolve(`${PACKAGE}/${name}`));
}

/**
 * Opens an operator's own database.
 *
 * @param file MMDB with `autonomous_system_number` and `autonomous_system_organization`
 * @throws HaechiError `address_database_unreadable`, `address_database_invalid`
 */
export function openSystemsIn(file: string): AsOf {
  return openMmdb(file, systemIn);
}

function systemIn(record: MmdbRecord): EcsAs | undefined {
  const { autonomous_system_number: number, autonomous_system_organization: name } = record;
  if (typeof number !== 'number') return undefined;
  return Object.freeze(typeof name === 'string' && name !== '' ? { number, organization: { name } } : { number });
}
