import { createHash } from 'node:crypto';
import { addEntities, type Entities, type Finding } from '@haechi/event';
import { type CorrelationMatch, correlator, type DetectionRule, type RuleError, type SigmaRule } from '@haechi/sigma';
import type { EventRow } from '../store/ports.ts';
import { attackTags } from './attack-tags.ts';

/** Correlation rules over the matches of single events, by tenant. */
export interface Correlations {
  /** True when a correlation waits for matches of the rule. */
  wants(ruleId: string): boolean;
  /** Takes a match; answers findings of the correlations that it completed. */
  feed(rule: DetectionRule, row: EventRow, entities: Entities): Finding[];
  readonly rejected: readonly RuleError[];
}

/** Events whose entities are remembered, so that a correlation names those of all its events and not only the last. */
const REMEMBERED_EVENTS = 50_000;
/** Values kept for each kind of entity of one finding. */
const ENTITY_VALUES = 50;

export function openCorrelations(rules: readonly SigmaRule[]): Correlations {
  const engine = correlator(rules);
  const entitiesById = new Map<string, Entities>();
  return {
    wants: (ruleId) => engine.wants(ruleId),
    rejected: engine.rejected,
    feed(rule, row, entities) {
      remember(entitiesById, row.id, entities);
      const matches = engine.feed({ rule }, row.native, Date.parse(row.time), { scope: row.tenant, ref: row.id });
      return matches.map((match) => toFinding(match, entitiesById));
    },
  };
}

function remember(entitiesById: Map<string, Entities>, id: string, entities: Entities): void {
  entitiesById.set(id, entities);
  if (entitiesById.size <= REMEMBERED_EVENTS) return;
  const oldest = entitiesById.keys().next().value;
  if (oldest !== undefined) entitiesById.delete(oldest);
}

function toFinding(
  { rule, scope, group, timeMs, count, refs }: CorrelationMatch,
  entitiesById: ReadonlyMap<string, Entities>,
): Finding {
  const entities: Entities = {};
  for (const ref of refs) {
    const known = entitiesById.get(ref);
    if (known !== undefined) addEntities(entities, known, ENTITY_VALUES);
  }
  const identity = [scope, rule.id, ...Object.values(group), refs.at(-1) ?? String(timeMs)].join('\n');
  return {
    id: createHash('sha256').update(identity).digest('hex').slice(0, 32),
    tenant: scope,
    time: new Date(timeMs).toISOString(),
    ruleId: rule.id,
    title: rule.title,
    level: rule.level,
    attack: attackTags(rule.tags),
    entities,
    eventIds: refs,
    count,
  };
}
