import path from 'node:path';
import type { AddressSources } from '@haechi/platform/enrich/address-facts.ts';

/** What a command line says of databases of addresses. */
export interface AddressOptions {
  readonly asnDatabase?: string;
  readonly countryDatabase?: string;
}

/** Databases of addresses that the operator brings: by option, or by `HAECHI_ASN_DATABASE` and `HAECHI_COUNTRY_DATABASE`. */
export function addressDatabases(said: AddressOptions): Pick<AddressSources, 'asnDatabase' | 'countryDatabase'> {
  const asn = said.asnDatabase ?? process.env['HAECHI_ASN_DATABASE'];
  const country = said.countryDatabase ?? process.env['HAECHI_COUNTRY_DATABASE'];
  return {
    ...(asn ? { asnDatabase: path.resolve(asn) } : {}),
    ...(country ? { countryDatabase: path.resolve(country) } : {}),
  };
}
