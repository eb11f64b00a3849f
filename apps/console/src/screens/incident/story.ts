import type { Finding } from '@haechi/platform/api/schemas/findings.ts';
import { type Attack, attackOf } from '../../ui/attack.ts';

/** One step of the attack: a rule that fired, once or many times. */
export interface Step {
  readonly ruleId: string;
  readonly title: string;
  readonly titles?: NonNullable<Finding['titles']>;
  readonly level: Finding['level'];
  readonly attack: Attack;
  readonly firstTime: string;
  readonly lastTime: string;
  /** Events behind all findings of the step. */
  readonly count: number;
  readonly findings: readonly Finding[];
}

/**
 * The story: findings joined by rule, in the order in which each first appeared.
 *
 * @param eventTimes time of each known event by id: a finding over many events carries the last one's time, but its step
 *   began with the first
 */
export function storyOf(findings: readonly Finding[], eventTimes: ReadonlyMap<string, string>): Step[] {
  const begun = (finding: Finding): string =>
    finding.eventIds.map((id) => eventTimes.get(id) ?? finding.time).sort()[0] ?? finding.time;
  const inOrder = [...findings].sort((a, b) => begun(a).localeCompare(begun(b)));
  const steps = new Map<string, Finding[]>();
  for (const finding of inOrder) {
    const step = steps.get(finding.ruleId);
    if (step === undefined) steps.set(finding.ruleId, [finding]);
    else step.push(finding);
  }
  return [...steps.values()].map((group) => {
    const first = group[0] as Finding;
    const last = group.at(-1) as Finding;
    return {
      ruleId: first.ruleId,
      title: first.title,
      ...(first.titles === undefined ? {} : { titles: first.titles }),
      level: first.level,
      attack: attackOf(first.attack),
      firstTime: begun(first),
      lastTime: last.time,
      count: group.reduce((sum, finding) => sum + finding.count, 0),
      findings: group,
    };
  });
}
