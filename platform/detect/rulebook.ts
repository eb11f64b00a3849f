import type { Level, Logsource } from '@haechi/event';
import {
  type CorrelationRule,
  compile,
  type DetectionRule,
  type Matcher,
  parseRules,
  type RuleError,
  type SigmaRule,
} from '@haechi/sigma';
import { attackTags } from './attack-tags.ts';
import { parseFiles } from './parsed-files.ts';
import type { RuleFile } from './rule-files.ts';

/** Rules that came together and for whom they hold. */
export interface RulePack {
  /** Materialised path of the tenant whose rules these are; `/` for those that come with Haechi. */
  readonly owner: string;
  /** `builtin`, or the name the pack was uploaded under. */
  readonly name: string;
  readonly files: readonly RuleFile[];
}

/** A rule that is loaded. */
export interface LoadedRule {
  readonly id: string;
  readonly title: string;
  readonly level: Level;
  /** Empty for correlations. */
  readonly logsource: Logsource;
  /** Tags of the ATT&CK namespace. */
  readonly attack: readonly string[];
  /** Name of the pack. */
  readonly source: string;
  /** Tenant of the pack. */
  readonly owner: string;
  /** The file it was read from, as written. */
  readonly yaml: string;
}

export interface RejectedRule {
  readonly path: string;
  readonly reason: string;
}

/** All rules of all packs, compiled once. */
export interface Rulebook {
  readonly matcher: Matcher;
  /** As parsed, each id once. */
  readonly parsed: readonly SigmaRule[];
  readonly correlations: readonly CorrelationRule[];
  readonly rules: readonly LoadedRule[];
  /** Rule id → tenants whose packs hold it. */
  readonly owners: ReadonlyMap<string, readonly string[]>;
  readonly rejected: readonly RejectedRule[];
}

/**
 * Parses and compiles packs. A rule that two packs hold is compiled once and works for the tenants of both; where its
 * texts differ the first is used and the other is listed as rejected for its reason.
 *
 * @param cache folder for what parsing gave; without it every file is parsed
 */
export function compileRulebook(packs: readonly RulePack[], cache?: string): Rulebook {
  const parsed = new Map<string, SigmaRule>();
  const loaded: LoadedRule[] = [];
  const owners = new Map<string, string[]>();
  const rejected: RejectedRule[] = [];
  for (const pack of packs) {
    const contents = parseFiles(pack.files, cache);
    for (const [index, file] of pack.files.entries()) {
      const { rules, errors } = contents[index]!;
      for (const error of errors) rejected.push({ path: file.path, reason: `${error.code}: ${error.reason}` });
      for (const rule of rules) {
        const known = owners.get(rule.id);
        if (known === undefined) {
          parsed.set(rule.id, rule);
          owners.set(rule.id, [pack.owner]);
          if (rule.kind !== 'filter') loaded.push(loadedRule(rule, pack, file));
        } else if (known.includes(pack.owner)) {
          rejected.push({
            path: file.path,
            reason: `duplicate_id: the id ${rule.id} is also in ${parsed.get(rule.id)?.path ?? 'another file'}`,
          });
        } else known.push(pack.owner);
      }
    }
  }
  const rules = [...parsed.values()];
  const matcher = compile(rules);
  for (const error of matcher.rejected) rejected.push(rejectedRule(error));
  const correlations = rules.filter((rule): rule is CorrelationRule => rule.kind === 'correlation');
  return { matcher, parsed: rules, correlations, rules: loaded, owners, rejected };
}

function loadedRule(rule: DetectionRule | CorrelationRule, pack: RulePack, file: RuleFile): LoadedRule {
  return {
    id: rule.id,
    title: rule.title,
    level: rule.level,
    logsource: rule.kind === 'detection' ? rule.logsource : {},
    attack: attackTags(rule.tags),
    source: pack.name,
    owner: pack.owner,
    yaml: file.text,
  };
}

/** A rule that the engine refused, by its path or else its id. */
export function rejectedRule(error: RuleError): RejectedRule {
  return { path: error.path ?? error.ruleId ?? '', reason: `${error.code}: ${error.reason}` };
}

/** Whether the rule of that id in a file is a correlation. */
export function isCorrelation(id: string, yaml: string): boolean {
  return parseRules(yaml).rules.some((rule) => rule.id === id && rule.kind === 'correlation');
}
