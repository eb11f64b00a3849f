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

/** Events of one generation whose entities are remembered: a correlation names those of all its events, not of the last. */
const GENERATION_EVENTS = 25_000;
/** Values kept for each kind of entity of one finding. */
const ENTITY_VALUES = 50;

export function openCorrelations(rules: readonly SigmaRule[]): Correlations {
  const engine = correlator(rules);
  const known = new KnownEntities();
  return {
    wants: (ruleId) => engine.wants(ruleId),
    rejected: engine.rejected,
    feed(rule, row, entities) {
      known.add(row.id, entities);
      const matches = engine.feed({ rule }, row.native, Date.parse(row.time), {
        scope: row.tenant,
        ref: row.id,
        receivedMs: Date.parse(row.ingested),
      });
      return matches.map((match) => toFinding(match, known));
    },
  };
}

/** Entities of the newest events. Two generations: taking the oldest out of a map one by one costs more the larger it is. */
class KnownEntities {
  #recent = new Map<string, Entities>();
  #older = new Map<string, Entities>();

  add(id: string, entities: Entities): void {
    if (this.#recent.size >= GENERATION_EVENTS) {
      this.#older = this.#recent;
      this.#recent = new Map();
    }
    this.#recent.set(id, entities);
  }

  of(id: string): Entities | undefined {
    return this.#recent.get(id) ?? this.#older.get(id);
  }
}

function toFinding({ rule, scope, group, timeMs, count, refs }: CorrelationMatch, entitiesOf: KnownEntities): Finding {
  const entities: Entities = {};
  for (const ref of refs) {
    const known = entitiesOf.of(ref);
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
