/** What an indicator is of (STIX 2.1, section 6: cyber-observable objects). */
type IndicatorType = 'ipv4-addr' | 'ipv6-addr' | 'domain-name' | 'url' | 'file';

/** One thing that is known to be bad. */
export interface Indicator {
  readonly type: IndicatorType;
  /** Canonical: address or network, domain in lower case, URL as written, hash in lower-case hex. */
  readonly value: string;
  /** ISO 8601 UTC after which it no longer holds. */
  readonly until?: string;
}

/** A tenant's list; it holds for the tenant and all below. */
export interface IntelList {
  readonly tenant: string;
  readonly name: string;
  readonly indicators: readonly Indicator[];
}
