import { createHash } from 'node:crypto';
import {
  addEntities,
  type Entities,
  type Finding,
  type Incident,
  type IncidentStatus,
  LEVELS,
  type Level,
} from '@haechi/event';
import { joiningKeys } from './entities.ts';
import { GROUPING_LIMITS, type GroupingLimits } from './limits.ts';
import { tacticsOf } from './tactics.ts';

/** The port of incident building: findings in, changed incidents out. */
export interface IncidentGrouping {
  /** Takes findings of any tenants; answers the incidents that changed, each once, in their newest state. */
  add(findings: readonly Finding[]): Incident[];
  /** Takes up incidents of an earlier run, so that a restart does not split a story. */
  restore(incidents: readonly Incident[]): void;
  /** Forgets the incidents of tenants that another process works on now. */
  forget(isOf: (tenant: string) => boolean): void;
}

interface Group {
  readonly id: string;
  readonly tenant: string;
  status: IncidentStatus;
  title: string;
  titleRuleId: string;
  level: Level;
  firstMs: number;
  lastMs: number;
  tags: Set<string>;
  rules: Set<string>;
  entities: Entities;
  findings: { id: string; ms: number }[];
  seen: Set<string>;
  count: number;
  mergedInto?: string;
}

/**
 * Groups findings that share an entity inside a window (union-find over entity keys). Deterministic: the same findings
 * in the same order make the same incidents with the same ids. When a finding belongs to two incidents the younger is
 * merged into the older.
 *
 * An incident is shown from the first finding of level medium, or from three different rules below it: a lone low
 * finding wakes nobody, but it is there when the story grows.
 */
export function createGrouping(limits: GroupingLimits = GROUPING_LIMITS): IncidentGrouping {
  const groups = new Map<string, Group>();
  const byKey = new Map<string, string>();

  const open = (key: string, ms: number): Group | undefined => {
    const group = groups.get(byKey.get(key) ?? '');
    if (group === undefined || ms - group.lastMs > limits.quietMs || ms < group.firstMs - limits.quietMs)
      return undefined;
    return Math.max(group.lastMs, ms) - Math.min(group.firstMs, ms) > limits.longestMs ? undefined : group;
  };

  const absorb = (into: Group, from: Group): void => {
    for (const key of joiningKeys(from.entities)) byKey.set(`${from.tenant}${key}`, into.id);
    for (const tag of from.tags) into.tags.add(tag);
    for (const rule of from.rules) into.rules.add(rule);
    for (const finding of from.findings) if (!into.seen.has(finding.id)) remember(into, finding.id, finding.ms, limits);
    into.count += from.count - from.findings.length;
    addEntities(into.entities, from.entities, limits.entityValues);
    if (rank(from.level) > rank(into.level)) entitle(into, from.level, from.title, from.titleRuleId);
    into.firstMs = Math.min(into.firstMs, from.firstMs);
    into.lastMs = Math.max(into.lastMs, from.lastMs);
    from.mergedInto = into.id;
    groups.delete(from.id);
  };

  const place = (finding: Finding, changed: Map<string, Group>): void => {
    const ms = Date.parse(finding.time);
    const keys = joiningKeys(finding.entities).map((key) => `${finding.tenant}${key}`);
    const candidates = new Set<Group>();
    for (const key of keys) {
      const group = open(key, ms);
      if (group !== undefined) candidates.add(group);
    }
    const [first, ...others] = [...candidates].sort((a, b) => a.firstMs - b.firstMs || (a.id < b.id ? -1 : 1));
    const group = first ?? newGroup(finding, ms);
    groups.set(group.id, group);
    for (const other of others) {
      absorb(group, other);
      changed.set(other.id, other);
    }
    for (const key of keys) byKey.set(key, group.id);
    if (group.seen.has(finding.id)) return;
    remember(group, finding.id, ms, limits);
    for (const tag of finding.attack) group.tags.add(tag);
    group.rules.add(finding.ruleId);
    addEntities(group.entities, finding.entities, limits.entityValues);
    if (rank(finding.level) > rank(group.level)) entitle(group, finding.level, finding.title, finding.ruleId);
    group.firstMs = Math.min(group.firstMs, ms);
    group.lastMs = Math.max(group.lastMs, ms);
    changed.set(group.id, group);
  };

  const evict = (): void => {
    if (groups.size <= limits.openIncidents) return;
    const oldest = [...groups.values()]
      .sort((a, b) => a.lastMs - b.lastMs)
      .slice(0, groups.size - limits.openIncidents);
    for (const group of oldest) groups.delete(group.id);
    for (const [key, id] of byKey) if (!groups.has(id)) byKey.delete(key);
  };

  return {
    add(findings) {
      const changed = new Map<string, Group>();
      for (const finding of findings) place(finding, changed);
      evict();
      return [...changed.values()].filter(isShown).map(toIncident);
    },
    restore(incidents) {
      for (const incident of incidents) {
        if (incident.mergedInto !== undefined) continue;
        const group = fromIncident(incident);
        groups.set(group.id, group);
        for (const key of joiningKeys(group.entities)) byKey.set(`${group.tenant}${key}`, group.id);
      }
      evict();
    },
    forget(isOf) {
      for (const [id, { tenant }] of groups) if (isOf(tenant)) groups.delete(id);
      for (const [key, id] of byKey) if (!groups.has(id)) byKey.delete(key);
    },
  };
}

function newGroup(finding: Finding, ms: number): Group {
  return {
    id: createHash('sha256').update(`${finding.tenant}\n${finding.id}`).digest('hex').slice(0, 24),
    tenant: finding.tenant,
    status: 'new',
    title: finding.title,
    titleRuleId: finding.ruleId,
    level: finding.level,
    firstMs: ms,
    lastMs: ms,
    tags: new Set(),
    rules: new Set(),
    entities: {},
    findings: [],
    seen: new Set(),
    count: 0,
  };
}

function remember(group: Group, id: string, ms: number, limits: GroupingLimits): void {
  group.count++;
  if (group.findings.length >= limits.findings) return;
  group.seen.add(id);
  let at = group.findings.length;
  while (at > 0 && (group.findings[at - 1]?.ms ?? 0) > ms) at--;
  group.findings.splice(at, 0, { id, ms });
}

function entitle(group: Group, level: Level, title: string, ruleId: string): void {
  group.level = level;
  group.title = title;
  group.titleRuleId = ruleId;
}

function rank(level: Level): number {
  return LEVELS.indexOf(level);
}

function isShown(group: Group): boolean {
  return rank(group.level) >= rank('medium') || group.rules.size >= 3;
}

function toIncident(group: Group): Incident {
  return {
    id: group.id,
    tenant: group.tenant,
    status: group.status,
    level: group.level,
    title: group.title,
    titleRuleId: group.titleRuleId,
    firstTime: new Date(group.firstMs).toISOString(),
    lastTime: new Date(group.lastMs).toISOString(),
    tactics: tacticsOf(group.tags),
    entities: structuredClone(group.entities),
    findingIds: group.findings.map((finding) => finding.id),
    findingCount: group.count,
    ...(group.mergedInto === undefined ? {} : { mergedInto: group.mergedInto }),
  };
}

/** A stored incident keeps no tags but its tactics and no rule list: enough to go on with the story. */
function fromIncident(incident: Incident): Group {
  const lastMs = Date.parse(incident.lastTime);
  return {
    id: incident.id,
    tenant: incident.tenant,
    status: incident.status,
    title: incident.title,
    titleRuleId: incident.titleRuleId,
    level: incident.level,
    firstMs: Date.parse(incident.firstTime),
    lastMs,
    tags: new Set(incident.tactics.map((tactic) => `attack.${tactic}`)),
    rules: new Set([incident.titleRuleId]),
    entities: structuredClone(incident.entities),
    findings: incident.findingIds.map((id) => ({ id, ms: lastMs })),
    seen: new Set(incident.findingIds),
    count: incident.findingCount,
  };
}
