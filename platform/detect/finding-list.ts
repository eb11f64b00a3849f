import { createHash } from 'node:crypto';
import type { Entities, Finding } from '@haechi/event';
import type { DetectionRule } from '@haechi/sigma';
import type { EventRow } from '../store/ports.ts';
import { attackTags } from './attack-tags.ts';

/** Event ids that one finding lists; its count goes on. */
const EVENT_IDS = 100;

/**
 * Findings that one rule makes in one round for a tenant: a rule that matches a third of all events must not bury the
 * others, nor slow them down. What it matches beyond is one more finding, with a count and no entities.
 */
const FINDINGS_PER_RULE = 100;

/** The findings of one round, in the order in which they arose. */
export interface FindingList {
  /** A match of a rule on an event. Matches of one rule on the same entities become one finding with a count. */
  addMatch(rule: DetectionRule, row: EventRow, entities: Entities): void;
  add(finding: Finding): void;
  all(): Finding[];
}

interface GrowingFinding extends Omit<Finding, 'eventIds' | 'count' | 'time'> {
  time: string;
  eventIds: string[];
  count: number;
}

export function createFindingList(): FindingList {
  const byKey = new Map<string, GrowingFinding>();
  const byRule = new Map<string, { made: number; rest?: GrowingFinding }>();
  const findings: Finding[] = [];
  return {
    addMatch(rule, row, entities) {
      const ruleKey = `${row.tenant}\n${rule.id}`;
      const key = `${ruleKey}\n${JSON.stringify(entities)}`;
      const ofRule = byRule.get(ruleKey) ?? { made: 0 };
      const same = byKey.get(key) ?? ofRule.rest;
      if (same !== undefined) {
        same.count++;
        if (same.eventIds.length < EVENT_IDS) same.eventIds.push(row.id);
        if (row.time > same.time) same.time = row.time;
        return;
      }
      const isRest = ofRule.made === FINDINGS_PER_RULE;
      const finding: GrowingFinding = {
        id: createHash('sha256').update(`${ruleKey}\n${row.id}`).digest('hex').slice(0, 32),
        tenant: row.tenant,
        time: row.time,
        ruleId: rule.id,
        title: rule.title,
        level: rule.level,
        attack: attackTags(rule.tags),
        entities: isRest ? {} : entities,
        eventIds: [row.id],
        count: 1,
      };
      byRule.set(ruleKey, isRest ? { ...ofRule, rest: finding } : { made: ofRule.made + 1 });
      if (!isRest) byKey.set(key, finding);
      findings.push(finding);
    },
    add(finding) {
      findings.push(finding);
    },
    all: () => findings,
  };
}
