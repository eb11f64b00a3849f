import type { CustomFormat } from '@haechi/formats';

/**
 * The logs that a parser is for: every condition that is said must hold, and one is said at least. All but `contains`
 * compare the whole value, in which `*` stands for anything.
 */
export interface ParserMatch {
  /** Where the record came in, or the source or file that its sender names (`hec:main`, `/var/log/shop.log`). */
  readonly source?: string;
  /** Splunk's `sourcetype`. */
  readonly sourcetype?: string;
  /** `service.name`, as OpenTelemetry and Loki say it. */
  readonly service?: string;
  /** The program in the syslog header (`sshd`), or said beside the record. */
  readonly program?: string;
  /** Text that the record contains. */
  readonly contains?: string;
}

/** What a tenant says of a parser. */
export interface ParserDraft extends CustomFormat {
  readonly match: ParserMatch;
  readonly enabled: boolean;
}

/** A parser with its tenant; it holds for the tenant and all below. */
export interface TenantParser extends CustomFormat {
  readonly tenant: string;
  readonly match: ParserMatch;
}
