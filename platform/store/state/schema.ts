import type { Criticality, Entities, IncidentStatus, Level } from '@haechi/event';
import type { ExpressionKind } from '@haechi/formats';
import type { SitePolicy } from '@haechi/policy';
import type { ColumnType, Generated } from 'kysely';
import type { Indicator } from '../../enrich/indicator.ts';
import type { CredentialKind } from '../../feeds/feed.ts';
import type { FeedProblem } from '../../feeds/feed-fault.ts';
import type { UnusedCounts } from '../../feeds/list-of.ts';
import type { HeldObject } from '../../feeds/merge-objects.ts';
import type { InventoryRows, InventoryTable } from '../../inventory/entry.ts';
import type { ParserMatch } from '../../parsers/parser.ts';
import type { UploadProblem, UploadStatus } from './uploads.ts';
import type { StoredBlock, StoredExclusion } from './waf-sites.ts';

/** ISO 8601 UTC with milliseconds on the way out, any ISO 8601 text on the way in. */
type Time = ColumnType<string, string, string>;
type TimeOrNow = ColumnType<string, string | undefined, string>;
type TimeOrNull = ColumnType<string | null, string | null | undefined, string | null>;
/** jsonb: read parsed, written as JSON text (node-postgres would send an array as a PostgreSQL array). */
type Json<T> = ColumnType<T, string, string>;

/** What a grant lets its holder do, weakest first; each includes those before it. */
const ROLES = ['viewer', 'analyst', 'responder', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** What an API token may be used for. */
const TOKEN_SCOPES = ['ingest', 'read', 'admin', 'waf'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

export interface Database {
  tenants: {
    path: string;
    name: string;
    retentionDays: Generated<number>;
    eventsPerSecond: Generated<number | null>;
    bytesPerDay: Generated<number | null>;
    created: TimeOrNow;
  };
  users: {
    id: Generated<string>;
    tenant: string;
    username: string;
    passwordHash: string;
    displayName: string;
    lang: string;
    timeZone: string;
    disabled: Generated<boolean>;
    created: TimeOrNow;
  };
  grants: { userId: string; tenant: string; role: Role };
  sessions: {
    idHash: string;
    tenant: string;
    userId: string;
    csrf: string;
    created: TimeOrNow;
    rotated: Time;
    expires: Time;
    address: string;
    agent: string;
  };
  apiTokens: {
    id: Generated<string>;
    tenant: string;
    name: string;
    prefix: string;
    hash: string;
    scopes: TokenScope[];
    author: string;
    created: TimeOrNow;
    expires: TimeOrNull;
    lastUsed: TimeOrNull;
  };
  setup: { hash: string; expires: Time; used: Generated<boolean> };
  audit: {
    id: Generated<number>;
    time: TimeOrNow;
    tenant: string;
    actor: string;
    action: string;
    target: string;
    outcome: AuditOutcome;
    address: string;
    detail: Json<Record<string, unknown>>;
  };
  settings: { tenant: string; key: string; value: Json<unknown>; updated: TimeOrNow };
  ruleSettings: { tenant: string; ruleId: string; enabled: boolean; updated: TimeOrNow };
  rulePacks: { tenant: string; name: string; author: string; files: Json<RuleFile[]>; created: TimeOrNow };
  ruleExceptions: {
    id: Generated<string>;
    tenant: string;
    ruleId: string;
    filter: string;
    author: string;
    created: TimeOrNow;
  };
  ruleStats: { tenant: string; ruleId: string; fired: number; costNs: number; lastFired: TimeOrNull };
  intakeCounts: {
    tenant: string;
    source: string;
    hour: Time;
    received: number;
    accepted: number;
    rejected: number;
    bytes: Generated<number>;
    late: Generated<number>;
    doubled: Generated<number>;
  };
  wafSites: {
    id: Generated<string>;
    tenant: string;
    name: string;
    upstream: string;
    mode: SitePolicy['mode'];
    paranoia: SitePolicy['paranoia'];
    threshold: number;
    exclusions: Json<StoredExclusion[]>;
    blocked: Json<StoredBlock[]>;
    revision: Generated<number>;
    created: TimeOrNow;
    updated: TimeOrNow;
    seen: TimeOrNull;
    seenRevision: number | null;
  };
  correlationStates: {
    tenant: string;
    body: Uint8Array;
    taken: TimeOrNow;
  };
  uploads: {
    id: string;
    tenant: string;
    name: string;
    bytes: number;
    received: Generated<number>;
    status: Generated<UploadStatus>;
    timeZone: string;
    author: string;
    sha256: string | null;
    readBytes: Generated<number>;
    inputs: Generated<number>;
    accepted: Generated<number>;
    rejected: Generated<number>;
    problems: ColumnType<UploadProblem[], string | undefined, string>;
    problemCount: Generated<number>;
    position: number | null;
    began: TimeOrNull;
    ended: TimeOrNull;
    events: number | null;
    unreadable: number | null;
    firstTime: TimeOrNull;
    lastTime: TimeOrNull;
    created: TimeOrNow;
    updated: TimeOrNow;
  };
  intelLists: {
    tenant: string;
    name: string;
    indicators: Json<Indicator[]>;
    author: string;
    created: TimeOrNow;
    feed: Generated<boolean>;
  };
  intelFeeds: {
    tenant: string;
    name: string;
    url: string;
    collection: string;
    title: string;
    credentialKind: CredentialKind;
    credential: string | null;
    intervalS: number;
    enabled: boolean;
    revision: Generated<number>;
    addedAfter: string | null;
    held: ColumnType<HeldObject[], string | undefined, string>;
    nextEnd: TimeOrNull;
    nextPoll: Time;
    failures: Generated<number>;
    lastPoll: TimeOrNull;
    lastSuccess: TimeOrNull;
    problem: FeedProblem | null;
    added: Generated<number>;
    removed: Generated<number>;
    total: Generated<number>;
    unused: ColumnType<UnusedCounts | null, string | null | undefined, string | null>;
    author: string;
    created: TimeOrNow;
  };
  inventory: {
    tenant: string;
    kind: InventoryTable;
    key: string;
    criticality: Criticality;
    content: Json<InventoryRows[InventoryTable]>;
    words: string;
    author: string;
    updated: TimeOrNow;
  };
  parsers: {
    id: Generated<string>;
    tenant: string;
    name: string;
    kind: ExpressionKind;
    expression: string;
    match: Json<ParserMatch>;
    timeZone: string | null;
    enabled: boolean;
    author: string;
    created: TimeOrNow;
    updatedBy: string;
    updated: TimeOrNow;
  };
  findings: {
    id: string;
    tenant: string;
    time: Time;
    ruleId: string;
    title: string;
    level: Level;
    attack: string[];
    entities: Json<Entities>;
    eventIds: string[];
    count: number;
  };
  incidents: {
    id: string;
    tenant: string;
    status: IncidentStatus;
    assignee: string | null;
    level: Level;
    levelRank: number;
    priorityRank: number | null;
    title: string;
    titleRuleId: string;
    firstTime: Time;
    lastTime: Time;
    tactics: string[];
    entities: Json<Entities>;
    findingIds: string[];
    findingCount: number;
    mergedInto: string | null;
  };
  partitionLeases: {
    stream: string;
    partition: number;
    owner: string | null;
    epoch: Generated<number>;
    until: TimeOrNow;
    position: number;
    waiting: Generated<number>;
    windows: number;
  };
  partitionWorkers: { stream: string; worker: string; until: Time; embeddedEvents: boolean };
  incidentNotes: {
    id: Generated<string>;
    tenant: string;
    incidentId: string;
    author: string;
    text: string;
    created: TimeOrNow;
  };
}

export type AuditOutcome = 'success' | 'failure' | 'denied';

/** One file of a rule pack, as uploaded. */
export interface RuleFile {
  readonly path: string;
  readonly text: string;
}
