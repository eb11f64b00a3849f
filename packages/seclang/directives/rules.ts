import { ActionRefusal } from '../actions/action.ts';
import { idRanges } from '../actions/idRanges.ts';
import { type Place, type RuleSetBuilder, refreshSettings } from '../compile/builder.ts';
import type { LinkDraft, RuleDraft } from '../compile/draft.ts';
import { RuleRefusal } from '../errors.ts';
import { parseOperator } from '../parse/operator.ts';
import { parseTargets, type TargetSpec } from '../parse/targets.ts';
import { RegexRefusal } from '../regex/ast.ts';
import { compileRegex } from '../regex/compile.ts';
import type { Directive } from './directive.ts';

type RuleTest = (rule: RuleDraft) => boolean;

/** Directives that make rules or change those made elsewhere. */
export const RULE_DIRECTIVES: Readonly<Record<string, Directive>> = {
  secrule: {
    least: 2,
    most: 3,
    apply(builder, [targets, operator, actions = ''], place) {
      builder.addRule(place, parseTargets(targets!), parseOperator(operator!), actions);
    },
  },
  secaction: {
    least: 1,
    most: 1,
    apply: (builder, [actions], place) => builder.addRule(place, [], undefined, actions!),
  },
  secmarker: { least: 1, most: 1, apply: (builder, [label]) => builder.addMarker(label!) },
  secdefaultaction: { least: 1, most: 1, apply: (builder, [actions]) => builder.setDefaultActions(actions!) },
  secruleremovebyid: {
    least: 1,
    most: Number.POSITIVE_INFINITY,
    apply: (builder, words, place) => remove(builder, place, byId(words.join(' '))),
  },
  secruleremovebytag: {
    least: 1,
    most: 1,
    apply: (builder, [pattern], place) => remove(builder, place, byTag(pattern!)),
  },
  secruleremovebymsg: {
    least: 1,
    most: 1,
    apply: (builder, [pattern], place) => remove(builder, place, byMsg(pattern!)),
  },
  secruleupdatetargetbyid: {
    least: 2,
    most: 3,
    apply: (builder, [ids, ...targets], place) => updateTargets(builder, place, byId(ids!), targets),
  },
  secruleupdatetargetbytag: {
    least: 2,
    most: 3,
    apply: (builder, [pattern, ...targets], place) => updateTargets(builder, place, byTag(pattern!), targets),
  },
  secruleupdatetargetbymsg: {
    least: 2,
    most: 3,
    apply: (builder, [pattern, ...targets], place) => updateTargets(builder, place, byMsg(pattern!), targets),
  },
  secruleupdateactionbyid: {
    least: 2,
    most: 2,
    apply: (builder, [id, actions], place) => updateActions(builder, place, id!, actions!),
  },
};

function byId(text: string): RuleTest {
  try {
    const ranges = idRanges(text);
    return (rule) => ranges.some(([low, high]) => idOf(rule) >= low && idOf(rule) <= high);
  } catch (error) {
    if (error instanceof ActionRefusal) throw new RuleRefusal('bad_argument', error.message);
    throw error;
  }
}

function idOf(rule: RuleDraft): number {
  return rule.links[0]!.settings.id ?? 0;
}

function byTag(pattern: string): RuleTest {
  const test = matcher(pattern);
  return (rule) => rule.links.some((link) => link.settings.tags.some((tag) => test(tag.source)));
}

function byMsg(pattern: string): RuleTest {
  const test = matcher(pattern);
  return (rule) => test(rule.links[0]!.settings.msg?.source ?? '');
}

function matcher(pattern: string): (text: string) => boolean {
  try {
    return compileRegex(pattern).test;
  } catch (error) {
    if (error instanceof RegexRefusal) throw new RuleRefusal('bad_argument', `regular expression: ${error.message}`);
    throw error;
  }
}

function remove(builder: RuleSetBuilder, place: Place, test: RuleTest): void {
  builder.later(place, () => {
    if (builder.removeRules(test) === 0) builder.warn('no_such_rule', place, 'no rule is removed by this directive');
  });
}

/** Adds variables and exclusions, or with a second list puts the first in the place of those. */
function updateTargets(builder: RuleSetBuilder, place: Place, test: RuleTest, lists: readonly string[]): void {
  const added = parseTargets(lists[0]!);
  const replaced = lists[1] === undefined ? undefined : parseTargets(lists[1]).map((target) => JSON.stringify(target));
  builder.later(place, () => {
    const rules = builder.rules.filter(test);
    if (rules.length === 0) builder.warn('no_such_rule', place, 'no rule is changed by this directive');
    for (const rule of rules) {
      const link = rule.links[0]!;
      if (replaced === undefined) link.targets.push(...added.filter((target) => !hasTarget(link, target)));
      else if (link.targets.some((target) => replaced.includes(JSON.stringify(target))))
        link.targets = [...link.targets.filter((target) => !replaced.includes(JSON.stringify(target))), ...added];
    }
  });
}

function hasTarget(link: LinkDraft, target: TargetSpec): boolean {
  const key = JSON.stringify(target);
  return link.targets.some((present) => JSON.stringify(present) === key);
}

/** `12345` or, for a link of its chain, `12345:1`. */
function updateActions(builder: RuleSetBuilder, place: Place, id: string, actions: string): void {
  const found = /^([0-9]{1,10})(?::([0-9]{1,3}))?$/.exec(id);
  if (found === null) throw new RuleRefusal('bad_argument', `'${id}' is not a rule id or id:link`);
  if (/(?:^|[\s,])id\s*:/.test(actions)) throw new RuleRefusal('bad_argument', 'the id of a rule cannot be changed');
  builder.later(place, () => {
    const link = builder.rules.find((rule) => idOf(rule) === Number(found[1]))?.links[Number(found[2] ?? 0)];
    if (link === undefined) {
      builder.warn('no_such_rule', place, 'no rule is changed by this directive');
      return;
    }
    link.actions.push(actions);
    refreshSettings(link);
  });
}
