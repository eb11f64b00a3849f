import { render, sql } from './sql.ts';

/**
 * The event tables, said once: the DDL, the insert, the field names of the search language and the read-back are all
 * made from here. Why the columns are as they are: docs/adr/0004-event-table.md.
 */

/** How a column is searched. */
export type FieldKind = 'keyword' | 'keywords' | 'text' | 'number' | 'ip' | 'date';

export interface Column {
  readonly name: string;
  /** ClickHouse type. */
  readonly type: string;
  readonly codec?: string;
}

/** A column that holds one ECS field, so that searches on it read nothing else. */
export interface HotColumn extends Column {
  /** Dotted ECS name. */
  readonly field: string;
  readonly kind: FieldKind;
}

/** Few distinct values: stored as a dictionary. */
const FEW = 'LowCardinality(String)';

function hot(field: string, kind: FieldKind, type: string): HotColumn {
  const column = { name: field.replaceAll('.', '_').replace('@', ''), field, kind, type };
  return type === 'String' ? { ...column, codec: 'ZSTD(1)' } : column;
}

/** The fields that analysts filter and group by most, each in a column of its own. */
export const HOT_COLUMNS: readonly HotColumn[] = [
  hot('message', 'text', 'String'),
  hot('event.kind', 'keyword', FEW),
  hot('event.category', 'keywords', `Array(${FEW})`),
  hot('event.type', 'keywords', `Array(${FEW})`),
  hot('event.action', 'keyword', FEW),
  hot('event.outcome', 'keyword', FEW),
  hot('event.code', 'keyword', FEW),
  hot('event.module', 'keyword', FEW),
  hot('event.dataset', 'keyword', FEW),
  hot('event.provider', 'keyword', FEW),
  hot('event.severity', 'number', 'Nullable(Int32)'),
  hot('log.level', 'keyword', FEW),
  hot('host.name', 'keyword', FEW),
  hot('observer.name', 'keyword', FEW),
  hot('user.name', 'keyword', FEW),
  hot('user.domain', 'keyword', FEW),
  hot('user.target.name', 'keyword', FEW),
  hot('source.ip', 'ip', 'IPv6'),
  hot('source.port', 'number', 'Nullable(UInt16)'),
  hot('destination.ip', 'ip', 'IPv6'),
  hot('destination.port', 'number', 'Nullable(UInt16)'),
  hot('destination.domain', 'keyword', FEW),
  hot('network.transport', 'keyword', FEW),
  hot('network.protocol', 'keyword', FEW),
  hot('process.name', 'keyword', FEW),
  hot('process.pid', 'number', 'Nullable(UInt32)'),
  hot('process.executable', 'keyword', 'String'),
  hot('process.command_line', 'keyword', 'String'),
  hot('process.parent.name', 'keyword', FEW),
  hot('file.path', 'keyword', 'String'),
  hot('file.name', 'keyword', 'String'),
  hot('file.hash.sha256', 'keyword', 'String'),
  hot('registry.path', 'keyword', 'String'),
  hot('service.name', 'keyword', FEW),
  hot('url.domain', 'keyword', FEW),
  hot('url.path', 'keyword', 'String'),
  hot('url.query', 'keyword', 'String'),
  hot('url.original', 'keyword', 'String'),
  hot('http.request.method', 'keyword', FEW),
  hot('http.response.status_code', 'number', 'Nullable(UInt16)'),
  hot('user_agent.original', 'keyword', FEW),
  hot('dns.question.name', 'keyword', 'String'),
  hot('rule.id', 'keyword', FEW),
  hot('rule.name', 'keyword', FEW),
  hot('winlog.channel', 'keyword', FEW),
];

const TIME = "DateTime64(3, 'UTC')";

/** What every event has, in the order of insertion; the hot columns follow. */
export const EVENT_COLUMNS: readonly Column[] = [
  { name: 'tenant', type: FEW },
  { name: 'time', type: TIME, codec: 'Delta, ZSTD(1)' },
  { name: 'id', type: 'String', codec: 'ZSTD(1)' },
  { name: 'ingested', type: TIME, codec: 'Delta, ZSTD(1)' },
  { name: 'expires', type: "DateTime('UTC')", codec: 'Delta, ZSTD(1)' },
  { name: 'position', type: 'UInt64', codec: 'Delta, ZSTD(1)' },
  { name: 'decoder', type: FEW },
  { name: 'source', type: FEW },
  { name: 'logsource_product', type: FEW },
  { name: 'logsource_category', type: FEW },
  { name: 'logsource_service', type: FEW },
  { name: 'raw', type: 'String', codec: 'ZSTD(1)' },
  // The ECS document as JSON text, without what the hot columns hold.
  { name: 'event', type: 'String', codec: 'ZSTD(1)' },
  { name: 'native', type: `Map(${FEW}, String)`, codec: 'ZSTD(1)' },
];

export const DEAD_LETTER_COLUMNS: readonly Column[] = [
  { name: 'tenant', type: FEW },
  { name: 'time', type: TIME, codec: 'Delta, ZSTD(1)' },
  { name: 'id', type: 'String', codec: 'ZSTD(1)' },
  { name: 'source', type: FEW },
  { name: 'reason', type: FEW },
  { name: 'raw', type: 'String', codec: 'ZSTD(1)' },
];

/** Days that a tenant keeps its events, the newest word of each tenant. */
export const RETENTION_COLUMNS: readonly Column[] = [
  { name: 'tenant', type: 'String' },
  { name: 'days', type: 'UInt32' },
  { name: 'updated', type: TIME },
];

/** What free text is looked for in, and what the text index is built over: one expression, or the index is not used. */
export const FREE_TEXT = sql`lower(concat(message, '\\n', raw))`;

export interface Table {
  readonly name: 'events' | 'dead_letters' | 'retention';
  readonly columns: readonly Column[];
  readonly indexes: readonly string[];
  /**
   * Partition and order. No time to live: ClickHouse would go by its clock, and one that is ahead for a moment deletes
   * everything (docs/adr/0011-deleting-by-a-trusted-clock.md).
   */
  readonly layout: readonly string[];
  readonly settings: readonly string[];
  /** Arguments after the replica's of a Replicated engine, or of the plain one. */
  readonly engine: 'MergeTree' | 'ReplacingMergeTree';
  readonly engineArguments: readonly string[];
  /** Where a row lives in a cluster. */
  readonly shardBy: string;
}

/** Rows are durable when an insert returns: part files and their folder are flushed to the disk. */
const DURABLE = ['fsync_after_insert = 1', 'fsync_part_directory = 1'];

export const TABLES: readonly Table[] = [
  {
    name: 'events',
    columns: [...EVENT_COLUMNS, ...HOT_COLUMNS],
    indexes: [
      `INDEX id_seen id TYPE bloom_filter(0.001) GRANULARITY 1`,
      `INDEX position_range position TYPE minmax GRANULARITY 1`,
      `INDEX free_text ${render(FREE_TEXT).query} TYPE ngrambf_v1(4, 32768, 3, 0) GRANULARITY 1`,
      `INDEX source_ip_seen source_ip TYPE bloom_filter(0.01) GRANULARITY 1`,
      `INDEX destination_ip_seen destination_ip TYPE bloom_filter(0.01) GRANULARITY 1`,
      `INDEX host_name_seen lower(host_name) TYPE bloom_filter(0.01) GRANULARITY 1`,
      `INDEX user_name_seen lower(user_name) TYPE bloom_filter(0.01) GRANULARITY 1`,
      `INDEX sha256_seen lower(file_hash_sha256) TYPE bloom_filter(0.01) GRANULARITY 1`,
      `INDEX dns_name_seen lower(dns_question_name) TYPE bloom_filter(0.01) GRANULARITY 1`,
    ],
    layout: [
      // By week near the present; an old log that is brought in makes one part a year, not one a week of its past.
      `PARTITION BY if(abs(dateDiff('day', time, ingested)) <= 180, toMonday(time), toStartOfYear(time))`,
      'ORDER BY (tenant, time, id)',
    ],
    settings: [
      ...DURABLE,
      // A row is wide, and a page or a finding takes single rows: of each, a granule of all columns is read.
      'index_granularity = 1024',
      // A merge joins twice as many parts as it would: rows are written anew less often, which is dearer than detection.
      'merge_selector_base = 10',
      // A part as inserted is one file: some 60 files, each flushed to the disk, would cost as much as all the rest.
      'min_bytes_for_wide_part = 134217728',
      // A search on one native field reads a quarter of them, a row of a page all buckets. Parts as inserted are plain; merges
      // sort into buckets.
      `map_serialization_version = 'with_buckets'`,
      `map_buckets_strategy = 'constant'`,
      'max_buckets_in_map = 4',
      'map_buckets_min_avg_size = 1',
    ],
    engine: 'MergeTree',
    engineArguments: [],
    shardBy: 'cityHash64(tenant, toDate(time))',
  },
  {
    name: 'dead_letters',
    columns: DEAD_LETTER_COLUMNS,
    indexes: [],
    layout: ['PARTITION BY toYYYYMM(time)', 'ORDER BY (tenant, time, id)'],
    settings: DURABLE,
    engine: 'MergeTree',
    engineArguments: [],
    shardBy: 'cityHash64(tenant, toDate(time))',
  },
  {
    name: 'retention',
    columns: RETENTION_COLUMNS,
    indexes: [],
    layout: ['ORDER BY tenant'],
    settings: DURABLE,
    engine: 'ReplacingMergeTree',
    engineArguments: ['updated'],
    shardBy: 'cityHash64(tenant)',
  },
];
