import { type Entities, type Finding, LEVELS, type Level } from '@haechi/event';
import type { Lang } from '@haechi/locales';
import type { AnalysisFinding, RuleTextsById } from './data.ts';

/** A finding as reports show it, whichever part of the product it comes from. */
export interface Hit {
  readonly ruleId: string;
  readonly title: string;
  readonly level: Level;
  readonly time: string;
  /** Where it was seen: a source and record for files, empty for stored events. */
  readonly where: string;
  readonly entities: Entities;
  readonly attack: readonly string[];
  /** Events it rests on. */
  readonly events: number;
}

/** Stored findings as hits, oldest first, titled in `lang` where the rule has a title in it. */
export function hitsOfFindings(findings: readonly Finding[], rules: RuleTextsById, lang: Lang): Hit[] {
  return findings
    .map((finding) => ({
      ruleId: finding.ruleId,
      title: titleOf(finding.ruleId, finding.title, rules, lang),
      level: finding.level,
      time: finding.time,
      where: '',
      entities: finding.entities,
      attack: finding.attack,
      events: finding.count,
    }))
    .sort(byTime);
}

/** Findings of an analysis run as hits, oldest first. */
export function hitsOfAnalysis(findings: readonly AnalysisFinding[], rules: RuleTextsById, lang: Lang): Hit[] {
  return findings
    .map((finding) => ({
      ruleId: finding.rule_id,
      title: titleOf(finding.rule_id, finding.title, rules, lang),
      level: finding.level,
      time: finding.time,
      where: `${finding.source}:${finding.record}`,
      entities: finding.entities,
      attack: finding.attack,
      events: 1,
    }))
    .sort(byTime);
}

/** A rule's title in `lang`; the title it carries itself where it has none in that language. */
export function titleOf(ruleId: string, own: string, rules: RuleTextsById, lang: Lang): string {
  return Object.hasOwn(rules, ruleId) ? (rules[ruleId]?.title[lang] ?? own) : own;
}

function byTime(a: Hit, b: Hit): number {
  return a.time < b.time ? -1 : a.time > b.time ? 1 : 0;
}

/** Position of a level in Sigma's order, 0 the lowest. */
export function rank(level: Level): number {
  return LEVELS.indexOf(level);
}

/** All hits of one rule. */
export interface RuleHits {
  readonly ruleId: string;
  readonly title: string;
  readonly level: Level;
  readonly attack: readonly string[];
  readonly first: string;
  readonly last: string;
  /** Hits of the rule. */
  readonly count: number;
  readonly entities: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Hits by rule: gravest level first, then in order of first appearance. Expects hits oldest first. */
export function byRule(hits: readonly Hit[]): RuleHits[] {
  const rules = new Map<string, RuleHits & { last: string; count: number; entities: Map<string, Set<string>> }>();
  for (const hit of hits) {
    let rule = rules.get(hit.ruleId);
    if (rule === undefined) {
      rule = { ...hit, first: hit.time, last: hit.time, count: 0, entities: new Map() };
      rules.set(hit.ruleId, rule);
    }
    rule.count += 1;
    rule.last = hit.time;
    collect(hit.entities, rule.entities);
  }
  return [...rules.values()].sort((a, b) => rank(b.level) - rank(a.level));
}

/** Adds every value of `entities` to the set of its kind. */
export function collect(entities: Entities, into: Map<string, Set<string>>): void {
  for (const [kind, values] of Object.entries(entities)) {
    let set = into.get(kind);
    if (set === undefined) into.set(kind, (set = new Set()));
    for (const value of values ?? []) set.add(value);
  }
}
