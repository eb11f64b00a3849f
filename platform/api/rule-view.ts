import type { RuleSetting, RuleStat } from '../store/state/index.ts';
import { isWithin } from '../tenancy/scope.ts';
import type { CatalogRule, RuleCatalog } from './deps.ts';
import type { LocalText } from './schemas/common.ts';
import type { Rule } from './schemas/rules.ts';

/** True when the rule can say something about a tenant inside the scope. */
export function isVisible(rule: CatalogRule, scopePath: string): boolean {
  return isWithin(scopePath, rule.tenant) || isWithin(rule.tenant, scopePath);
}

/** Rule id → whether it is on at the scope's root: the nearest setting on the way up; without one it is on. */
export function switchesAt(settings: readonly RuleSetting[], scopePath: string): Map<string, boolean> {
  const switches = new Map<string, boolean>();
  for (const { tenant, ruleId, enabled } of settings.toSorted((a, b) => a.tenant.length - b.tenant.length)) {
    if (isWithin(scopePath, tenant)) switches.set(ruleId, enabled);
  }
  return switches;
}

/** A rule's titles to spread into what names the rule; nothing where it has none. */
export function titlesOf(rules: RuleCatalog, ruleId: string): { titles?: LocalText } {
  const titles = rules.rule(ruleId)?.texts?.title;
  return titles === undefined ? {} : { titles: { ...titles } };
}

/** A rule as the API shows it, with what is set and what it did in the scope. */
export function ruleShown(rule: CatalogRule, enabled: boolean, stat: Omit<RuleStat, 'tenant'> | undefined): Rule {
  const { id, title, level, logsource, attack, source, texts } = rule;
  return {
    id,
    title: texts === undefined ? { ko: title, en: title, ja: title } : { ...texts.title },
    level,
    logsource,
    attack: [...attack],
    enabled,
    source,
    firedCount: stat?.fired ?? 0,
    ...(stat?.lastFired ? { lastFired: stat.lastFired } : {}),
    ...(stat === undefined || stat.costNs === 0 ? {} : { costMs: Math.round(stat.costNs / 1e4) / 100 }),
  };
}
