import type { EcsEvent, Finding, Incident, IncidentStatus, Logsource, NativeView } from '@haechi/event';
import type { TenantScope } from '../tenancy/scope.ts';

/** One stored event: a row of the `events` table. */
export interface EventRow {
  /** Deterministic id (intake batch and position, or `documentId`), so that a replay stores nothing twice. */
  readonly id: string;
  /** Materialised tenant path, `/root/acme/`; comes from the credential, never from the payload. */
  readonly tenant: string;
  /** Event time, ISO 8601 UTC, milliseconds. */
  readonly time: string;
  /** Time of acceptance, ISO 8601 UTC, milliseconds. */
  readonly ingested: string;
  /** Position in the intake spool; replay starts from the first position that was not checkpointed. */
  readonly position: number;
  readonly decoder: string;
  /** Where it came in: `hec:main`, `syslog:10.0.0.5`, `upload:auth.log`. */
  readonly source: string;
  readonly raw: string;
  readonly event: EcsEvent;
  readonly native: NativeView;
  readonly logsource: Logsource;
}

/** A record that could not be decoded, kept with its reason so that it can be replayed after the parser is mended. */
export interface DeadLetter {
  readonly id: string;
  readonly tenant: string;
  readonly time: string;
  readonly source: string;
  readonly reason: string;
  readonly raw: string;
}

/** Rows in the store's own encoding, made where there is processor time for it. */
export interface EncodedEvents {
  /** The rows, one after the other; the buffer behind is theirs alone. */
  readonly rows: Uint8Array<ArrayBuffer>;
  /** Where each row ends in `rows`. */
  readonly ends: Float64Array<ArrayBuffer>;
  /** Ids of the rows, in their order. */
  readonly ids: readonly string[];
}

/** Which dead letters; what is not said holds for all. */
export interface DeadLetterRequest {
  readonly range: TimeRange;
  /** 1 to 1,000. */
  readonly limit: number;
  readonly reason?: string;
  readonly source?: string;
  readonly ids?: readonly string[];
}

export interface TimeRange {
  /** Inclusive, ISO 8601 UTC. */
  readonly from: string;
  /** Exclusive, ISO 8601 UTC. */
  readonly to: string;
}

export interface SearchRequest {
  /** Query text in the language of docs/search.md; empty means everything. */
  readonly query: string;
  readonly range: TimeRange;
  /** 1 to 1,000; default 100. */
  readonly limit?: number;
  /** Opaque cursor of the previous page. */
  readonly cursor?: string;
  readonly order?: 'newest' | 'oldest';
}

interface SearchPage {
  readonly rows: readonly EventRow[];
  readonly next?: string;
  readonly elapsedMs: number;
}

/**
 * Events: ClickHouse in process (chDB) or a server through `@clickhouse/client`; the same SQL.
 * Every read takes a `TenantScope`, which only the tenant gate can make.
 */
export interface EventStore {
  /** Creates or upgrades the tables; safe to call from several processes (runs once under a lock). */
  migrate(): Promise<void>;
  /** Stores rows; returns when they are durable. Idempotent by `id` through `storedIds`. */
  insert(rows: readonly EventRow[]): Promise<void>;
  /** Stores rows that `encodeEvents` encoded with the answer of `retentionDays`. */
  insertEncoded(events: EncodedEvents): Promise<void>;
  /** Days that each tenant keeps its events, where it says so. */
  retentionDays(): Promise<Readonly<Record<string, number>>>;
  insertDeadLetters(rows: readonly DeadLetter[]): Promise<void>;
  /** Ids already stored at or after a spool position: what a replay after a crash must skip. */
  storedIdsFrom(position: number): Promise<Set<string>>;
  /** Which of these ids are stored at or after a spool position: what a sender sent again. */
  storedAmong(ids: readonly string[], position: number): Promise<Set<string>>;
  /**
   * Events of all tenants that came over the bus at these positions, some at a time, oldest first.
   *
   * @param limit events at the most; of more the newest are given
   */
  storedBetween(positions: { readonly first: number; readonly last: number }, limit: number): AsyncIterable<EventRow[]>;
  search(scope: TenantScope, request: SearchRequest): Promise<SearchPage>;
  count(scope: TenantScope, query: string, range: TimeRange): Promise<number>;
  /** Events that match, with the time of the first and the last. */
  span(
    scope: TenantScope,
    query: string,
    range: TimeRange,
  ): Promise<{ readonly count: number; readonly first?: string; readonly last?: string }>;
  /** Most frequent values of an ECS field (dotted), with counts. */
  top(
    scope: TenantScope,
    query: string,
    range: TimeRange,
    field: string,
    limit: number,
  ): Promise<{ value: string; count: number }[]>;
  /** Events per bucket; `time` is the bucket's start. Empty buckets are given with 0. */
  histogram(
    scope: TenantScope,
    query: string,
    range: TimeRange,
    buckets: number,
  ): Promise<{ time: string; count: number }[]>;
  /** @param range of their own time; without it all times are looked through */
  byIds(scope: TenantScope, ids: readonly string[], range?: TimeRange): Promise<EventRow[]>;
  deadLetters(scope: TenantScope, request: DeadLetterRequest): Promise<DeadLetter[]>;
  countDeadLetters(scope: TenantScope, request: Omit<DeadLetterRequest, 'limit'>): Promise<number>;
  /** Removes dead letters of the scope; ids that are not there are passed over. */
  removeDeadLetters(scope: TenantScope, ids: readonly string[]): Promise<void>;
  /** ECS fields seen in a range, for completion in the search box. */
  fields(
    scope: TenantScope,
    range: TimeRange,
  ): Promise<{ name: string; type: 'keyword' | 'number' | 'ip' | 'date' | 'text' }[]>;
  /** Days that a tenant's events are kept, also those that are stored; `expire` deletes later. */
  setRetention(tenant: string, days: number): Promise<void>;
  /**
   * Begins to delete what is past its time at an instant, milliseconds since the epoch; the store goes by no clock of its
   * own. Returns whether there was something.
   */
  expire(beforeMs: number): Promise<boolean>;
  /** Drains and closes; a chDB data directory is free for another process only after this. */
  close(): Promise<void>;
}

/** Findings and incidents: in PostgreSQL (PGlite embedded), under forced row level security. */
export interface IncidentStore {
  /** Idempotent by finding id. */
  upsertFindings(findings: readonly Finding[]): Promise<void>;
  upsertIncidents(incidents: readonly Incident[]): Promise<void>;
  incidents(
    scope: TenantScope,
    filter: {
      status?: readonly IncidentStatus[];
      minLevel?: string;
      maxLevel?: string;
      /** Levels too: how urgent, which is the level or more (`priorityOf`). */
      minPriority?: string;
      maxPriority?: string;
      text?: string;
      limit?: number;
      cursor?: string;
    },
  ): Promise<{ rows: Incident[]; next?: string }>;
  incident(scope: TenantScope, id: string): Promise<Incident | undefined>;
  findings(
    scope: TenantScope,
    filter: {
      ids?: readonly string[];
      incidentId?: string;
      ruleId?: string;
      range?: TimeRange;
      limit?: number;
      cursor?: string;
    },
  ): Promise<{ rows: Finding[]; next?: string }>;
  /** Incidents whose last event is not older than `since`: what the correlator holds after a restart. */
  openIncidents(since: string): Promise<Incident[]>;
  setIncidentStatus(scope: TenantScope, id: string, status: IncidentStatus): Promise<Incident | undefined>;
}

/** One durable intake batch: what a sender was answered 200 for. */
export interface IntakeBatch {
  /** Monotonic position, assigned by the spool. */
  readonly position: number;
  readonly tenant: string;
  readonly source: string;
  /** Acceptance time, ISO 8601 UTC. */
  readonly received: string;
  /** Format fixed by the sender (`sourcetype`) or empty for automatic detection. */
  readonly format: string;
  /** IANA zone for times that carry none. */
  readonly timeZone: string;
  /** Lines above the records in their file that hold for them: the header of a table; with the path of the file. */
  readonly head?: { readonly lines: readonly string[]; readonly path?: string };
  /** The records, each a line or a JSON text. */
  readonly records: readonly string[];
  /** What the sender said beside each record; parallel to `records`, absent where nothing was said of any. */
  readonly meta?: readonly (RecordMeta | null)[];
}

/**
 * An intake batch as the bus gives it: still in the bytes that were made durable, so that it is read where it is worked on
 * (`fromBus`), one batch after the other.
 */
export interface BatchOnBus {
  readonly position: number;
  readonly payload: Uint8Array;
}

/** Metadata that a protocol carries beside a record (Splunk HEC's envelope, OTLP resource attributes, GELF's host). */
export interface RecordMeta {
  /** Event time, ISO 8601 UTC; used where the record itself has none. */
  readonly time?: string;
  /** Becomes `host.name` where the record itself names none. */
  readonly host?: string;
  readonly source?: string;
  readonly sourcetype?: string;
  /** Kept as `labels`. */
  readonly fields?: Readonly<Record<string, string>>;
  /** The program that wrote the record (`sshd`), where the record itself does not say. */
  readonly program?: string;
  /** ECS fields by dotted name (`service.name`), for what the record itself left open. */
  readonly ecs?: Readonly<Record<string, string>>;
  /** The id its sender gave the record, made by `documentId`: a record with the same one is stored once. */
  readonly id?: string;
  /** Why the intake refused this record: it becomes a dead letter and is not decoded. */
  readonly rejected?: string;
}

/** Hand-over between intake and the pipeline: a write-ahead spool in process, or NATS JetStream. */
export interface Bus {
  /** Names this bus in event ids, so that two intake nodes never make the same id. */
  readonly id: string;
  /** Resolves when the batch is on stable storage (group commit with fsync). Throws `HaechiError('spool_full')` past the limit. */
  publish(batch: Omit<IntakeBatch, 'position'>): Promise<number>;
  /** Batches from the checkpoint on, in order; ends when the signal aborts. */
  consume(signal: AbortSignal): AsyncIterable<BatchOnBus>;
  /** Everything up to and including this position is stored; it may be deleted and is not given again. */
  checkpoint(position: number): Promise<void>;
  /** Batches accepted and not yet checkpointed. */
  depth(): number;
  /** The first position that `consume` will give. */
  resumeFrom(): number;
  close(): Promise<void>;
}

/** Content-addressed blobs: files, or an S3 API. Keys are lower-case SHA-256 hex of the content. */
export interface Blobs {
  put(content: AsyncIterable<Uint8Array> | Uint8Array): Promise<{ key: string; bytes: number }>;
  get(key: string): Promise<AsyncIterable<Uint8Array> | undefined>;
}
