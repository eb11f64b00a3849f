import { readFileSync } from 'node:fs';
import { HaechiError } from '@haechi/event';
import { Reader } from 'mmdb-lib';

/** What databases of countries and of autonomous systems say of an address, by MaxMind's names and by those of others. */
export interface MmdbRecord {
  readonly country?: { readonly iso_code?: unknown };
  readonly country_code?: unknown;
  readonly autonomous_system_number?: unknown;
  readonly autonomous_system_organization?: unknown;
}

/** First octets that are looked up to see whether a database is of the kind that is asked for. */
const PROBES = 223;

/**
 * Opens a file in MaxMind's format (MMDB 2.0).
 *
 * @param read takes from a record what is asked of the database; `undefined` where it has nothing of the kind
 * @returns looks an address up; what is no address has nothing
 * @throws HaechiError `address_database_unreadable`, `address_database_invalid`
 */
export function openMmdb<Fact>(file: string, read: (record: MmdbRecord) => Fact | undefined): MmdbLookUp<Fact> {
  const reader = readerOf(file);
  // A tree of IPv4 alone would take the first 32 bits of an IPv6 address for one of its own.
  const isIpv4Only = reader.metadata.ipVersion === 4;
  const recordOf = (ip: string): MmdbRecord | null => {
    if (isIpv4Only && ip.includes(':')) return null;
    try {
      return reader.get(ip) as MmdbRecord | null;
    } catch {
      return null;
    }
  };
  let other = false;
  for (let octet = 1; octet <= PROBES; octet++) {
    const record = recordOf(`${octet}.1.1.1`);
    if (record === null) continue;
    other = read(record) === undefined;
    if (!other) break;
  }
  if (other) throw invalid(file, 'its records have none of the fields that are looked for');
  return (ip) => {
    const record = recordOf(ip);
    return record === null ? undefined : read(record);
  };
}

type MmdbLookUp<Fact> = (ip: string) => Fact | undefined;

function readerOf(file: string): Reader<never> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (cause) {
    throw new HaechiError('address_database_unreadable', {
      what: 'the database of addresses cannot be read',
      where: file,
      remedy: 'give the path of an MMDB file that this user may read',
      cause,
    });
  }
  try {
    return new Reader<never>(bytes);
  } catch (cause) {
    throw invalid(file, 'it is no MMDB file, or a damaged one', cause);
  }
}

function invalid(file: string, what: string, cause?: unknown): HaechiError {
  return new HaechiError('address_database_invalid', {
    what: `the database of addresses cannot be used: ${what}`,
    where: file,
    remedy: 'give an MMDB file: with autonomous_system_number for --asn-database, with country for --country-database',
    cause,
  });
}
