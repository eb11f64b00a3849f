/** Severity words of Sigma (specification 2.1.0, "level"), lowest first. */
export const LEVELS = ['informational', 'low', 'medium', 'high', 'critical'] as const;
export type Level = (typeof LEVELS)[number];

/** What an event or finding is about; findings that share an entity belong to one story. */
export interface Entities {
  host?: string[];
  user?: string[];
  address?: string[];
  /** Process as `host|pid|executable` or an entity id given by the source. */
  process?: string[];
  /** Logon or audit session, prefixed by host. */
  session?: string[];
  file?: string[];
  domain?: string[];
  /** What of consequence the tenant's tables know among them, as `writeStake` writes it. It joins nothing. */
  stake?: string[];
}

/** One detection: a rule that matched one event, or a correlation over several. */
export interface Finding {
  /** Deterministic: the same rule on the same events in the same tenant always has the same id. */
  readonly id: string;
  /** Materialised path of the tenant, for example `/root/acme/`. */
  readonly tenant: string;
  /** Time of the (last) event, ISO 8601 UTC. */
  readonly time: string;
  readonly ruleId: string;
  readonly title: string;
  readonly level: Level;
  /** Sigma tags of the ATT&CK namespace, lower case: `attack.t1059.001`, `attack.execution`. */
  readonly attack: readonly string[];
  readonly entities: Entities;
  /** Ids of the events it rests on, oldest first, capped by the correlator's limit. */
  readonly eventIds: readonly string[];
  /** How many events it rests on, uncapped. */
  readonly count: number;
}

/** What the analyst has done with an incident. */
export const INCIDENT_STATUSES = ['new', 'in_progress', 'resolved', 'false_positive'] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** Findings that tell one story: shared entities inside a time window. */
export interface Incident {
  readonly id: string;
  readonly tenant: string;
  readonly status: IncidentStatus;
  readonly level: Level;
  /** Title of the gravest rule, in the rule's own language; other languages by `titleRuleId`. */
  readonly title: string;
  readonly titleRuleId: string;
  readonly firstTime: string;
  readonly lastTime: string;
  /** ATT&CK tactics reached, in kill-chain order, without prefix: `initial-access`. */
  readonly tactics: readonly string[];
  readonly entities: Entities;
  /** Ids of its findings, in order of time, capped by the correlator's limit. */
  readonly findingIds: readonly string[];
  readonly findingCount: number;
  /** Set when this incident turned out to be part of an older one, which carries its findings from then on. */
  readonly mergedInto?: string;
}
