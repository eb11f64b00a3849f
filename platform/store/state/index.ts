import type { Kysely } from 'kysely';
import type { PartitionLeases } from '../partitions/ports.ts';
import type { IncidentStore } from '../ports.ts';
import { stateAccess } from './access.ts';
import { type AuditRepository, auditRepository } from './audit.ts';
import { type CaseworkRepository, caseworkRepository } from './casework.ts';
import { connectState, isServerAddress } from './connect.ts';
import { type CorrelationStateRepository, correlationStateRepository } from './correlation-states.ts';
import { type GrantRepository, grantRepository } from './grants.ts';
import { incidentStore } from './incidents.ts';
import { type IntakeCountRepository, intakeCountRepository } from './intake-counts.ts';
import { type IntelFeedRepository, intelFeedRepository } from './intel-feeds.ts';
import { type IntelListRepository, intelListRepository } from './intel-lists.ts';
import { type InventoryRepository, inventoryRepository } from './inventory.ts';
import { migrateState } from './migrate.ts';
import { type OverviewRepository, overviewRepository } from './overview.ts';
import { type ParserRepository, parserRepository } from './parsers.ts';
import { partitionLeases } from './partition-leases.ts';
import { type RuleExceptionRepository, ruleExceptionRepository } from './rule-exceptions.ts';
import { type RulePackRepository, rulePackRepository } from './rule-packs.ts';
import { type RuleSettingRepository, ruleSettingRepository } from './rule-settings.ts';
import { type RuleStatRepository, ruleStatRepository } from './rule-stats.ts';
import type { Database } from './schema.ts';
import { type SessionRepository, sessionRepository } from './sessions.ts';
import { type SettingRepository, settingRepository } from './settings.ts';
import { type SetupRepository, setupRepository } from './setup.ts';
import { type TenantRepository, tenantRepository } from './tenants.ts';
import { type TokenRepository, tokenRepository } from './tokens.ts';
import { type UploadRepository, uploadRepository } from './uploads.ts';
import { type UserRepository, userRepository } from './users.ts';
import { type WafSiteRepository, wafSiteRepository } from './waf-sites.ts';

export type { Grant } from './grants.ts';
export type { FeedDraft, PollOutcome, StoredFeed } from './intel-feeds.ts';
export type { StoredParser } from './parsers.ts';
export type { RuleException } from './rule-exceptions.ts';
export type { RuleSetting } from './rule-settings.ts';
export type { RuleStat } from './rule-stats.ts';
export type { AuditOutcome, RuleFile, TokenScope } from './schema.ts';
export type { Session } from './sessions.ts';
export type { ApiToken } from './tokens.ts';
export type { Upload } from './uploads.ts';
export type { User } from './users.ts';
export type { WafSite } from './waf-sites.ts';

/** Everything that is not events: PostgreSQL in process (PGlite) or a server, under forced row level security. */
export interface StateStore {
  readonly tenants: TenantRepository;
  readonly users: UserRepository;
  readonly grants: GrantRepository;
  readonly sessions: SessionRepository;
  readonly tokens: TokenRepository;
  readonly audit: AuditRepository;
  readonly ruleSettings: RuleSettingRepository;
  readonly rulePacks: RulePackRepository;
  readonly ruleExceptions: RuleExceptionRepository;
  readonly ruleStats: RuleStatRepository;
  readonly casework: CaseworkRepository;
  readonly intakeCounts: IntakeCountRepository;
  readonly overview: OverviewRepository;
  readonly settings: SettingRepository;
  readonly setup: SetupRepository;
  readonly intelLists: IntelListRepository;
  readonly intelFeeds: IntelFeedRepository;
  readonly parsers: ParserRepository;
  readonly inventory: InventoryRepository;
  readonly wafSites: WafSiteRepository;
  readonly uploads: UploadRepository;
  readonly correlationStates: CorrelationStateRepository;
  readonly incidents: IncidentStore;
  /** Who works on which part of a shared bus. */
  readonly partitions: PartitionLeases;
  close(): Promise<void>;
}

/** No statement of ours takes nearly so long; a person waits for twice of it, for the rollback is tried as well. */
const ANSWER_MS = 10_000;

/**
 * Opens the state and brings its tables to the newest version (one process at a time, under a lock).
 *
 * @param where `postgres://…` for a server, else a folder that PGlite keeps its data in (created where missing)
 * @param answerMs milliseconds after which a server that does not answer a statement counts as away
 */
export async function openState(where: string, answerMs: number = ANSWER_MS): Promise<StateStore> {
  const db = await connectState(where);
  try {
    await migrateState(db);
  } catch (error) {
    await db.destroy();
    throw error;
  }
  if (!isServerAddress(where)) return stateOver(db);
  // A migration, or waiting for another's, may take its time; requests may not.
  await db.destroy();
  return stateOver(await connectState(where, answerMs));
}

/** The repositories over a connection whose tables are there. */
export function stateOver(db: Kysely<Database>): StateStore {
  const access = stateAccess(db);
  return {
    tenants: tenantRepository(access),
    users: userRepository(access),
    grants: grantRepository(access),
    sessions: sessionRepository(access),
    tokens: tokenRepository(access),
    audit: auditRepository(access),
    ruleSettings: ruleSettingRepository(access),
    rulePacks: rulePackRepository(access),
    ruleExceptions: ruleExceptionRepository(access),
    ruleStats: ruleStatRepository(access),
    casework: caseworkRepository(access),
    intakeCounts: intakeCountRepository(access),
    overview: overviewRepository(access),
    settings: settingRepository(access),
    setup: setupRepository(access),
    intelLists: intelListRepository(access),
    intelFeeds: intelFeedRepository(access),
    parsers: parserRepository(access),
    inventory: inventoryRepository(access),
    wafSites: wafSiteRepository(access),
    uploads: uploadRepository(access),
    correlationStates: correlationStateRepository(access),
    incidents: incidentStore(access),
    partitions: partitionLeases(access),
    close: () => db.destroy(),
  };
}
