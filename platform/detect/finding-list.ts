import { createHash } from 'node:crypto';
import type { Entities, Finding } from '@haechi/event';
import type { DetectionRule } from '@haechi/sigma';
import type { EventRow } from '../store/ports.ts';
import { attackTags } from './attack-tags.ts';

/** Event ids that one finding lists; its count goes on. */
const EVENT_IDS = 100;

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
  const findings: Finding[] = [];
  return {
    addMatch(rule, row, entities) {
      const key = `${row.tenant}\n${rule.id}\n${JSON.stringify(entities)}`;
      const same = byKey.get(key);
      if (same !== undefined) {
        same.count++;
        if (same.eventIds.length < EVENT_IDS) same.eventIds.push(row.id);
        if (row.time > same.time) same.time = row.time;
        return;
      }
      const finding: GrowingFinding = {
        id: createHash('sha256').update(`${row.tenant}\n${rule.id}\n${row.id}`).digest('hex').slice(0, 32),
        tenant: row.tenant,
        time: row.time,
        ruleId: rule.id,
        title: rule.title,
        level: rule.level,
        attack: attackTags(rule.tags),
        entities,
        eventIds: [row.id],
        count: 1,
      };
      byKey.set(key, finding);
      findings.push(finding);
    },
    add(finding) {
      findings.push(finding);
    },
    all: () => findings,
  };
}
