import { LEVELS } from '@haechi/event';
import type { TenantScope } from '../../tenancy/scope.ts';
import type { CatalogRule } from '../deps.ts';
import { fault } from '../errors.ts';
import { answers, type RouteDeps, type Routes, scopeIn } from '../route.ts';
import { isVisible, ruleShown, switchesAt } from '../rule-view.ts';
import { IdParams, TenantQuery } from '../schemas/common.ts';
import { type Rule, RuleDetail, RulePage, RulePatch, RuleQuery, type RuleView } from '../schemas/rules.ts';

const tags = ['rules'];

export const ruleRoutes: Routes = (api, deps) => {
  const { state, rules } = deps;

  api.get(
    '/api/v1/rules',
    {
      schema: {
        summary: 'Detection rules, gravest first, or as `view` says',
        tags,
        querystring: RuleQuery,
        response: answers(RulePage),
      },
    },
    async (request) => {
      const { text, level, enabled, view: as = 'all', limit = 100, cursor } = request.query;
      const shown = seenAs(as, await rulesIn(deps, scopeIn(request)));
      const needle = text?.toLowerCase();
      const wanted = shown.filter(
        ({ rule, view }) =>
          (level === undefined || view.level === level) &&
          (enabled === undefined || view.enabled === enabled) &&
          (needle === undefined || searchText(rule).includes(needle)),
      );
      const start = offsetOf(cursor);
      const end = start + limit;
      const rows = wanted.slice(start, end).map(({ view }) => view);
      return { rows, ...(end < wanted.length ? { next: String(end) } : {}) };
    },
  );

  api.get(
    '/api/v1/rules/:id',
    {
      schema: {
        summary: 'One rule as written',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        response: answers(RuleDetail),
      },
    },
    (request) => detailOf(deps, scopeIn(request), request.params.id),
  );

  api.patch(
    '/api/v1/rules/:id',
    {
      schema: {
        summary: 'Turns a rule on or off for the tenant and all below',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: RulePatch,
        response: answers(RuleDetail),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      const { id } = request.params;
      request.auditNote.detail = { enabled: request.body.enabled };
      await detailOf(deps, scope, id);
      await state.ruleSettings.set(scope, id, request.body.enabled);
      await rules.reload();
      return detailOf(deps, scope, id);
    },
  );
};

interface SeenRule {
  readonly rule: CatalogRule;
  readonly view: Rule;
}

/** The rules of a view in its order; the given order stands among equals. */
function seenAs(as: RuleView, rules: readonly SeenRule[]): readonly SeenRule[] {
  switch (as) {
    case 'all':
      return rules;
    case 'never':
      return rules.filter(({ view }) => view.firedCount === 0);
    case 'fired':
      return rules.filter(({ view }) => view.firedCount > 0).sort((a, b) => b.view.firedCount - a.view.firedCount);
    case 'costly':
      return rules
        .filter(({ view }) => view.costMs !== undefined)
        .sort((a, b) => (b.view.costMs ?? 0) - (a.view.costMs ?? 0));
  }
}

async function rulesIn({ state, rules }: RouteDeps, scope: TenantScope): Promise<SeenRule[]> {
  const [settings, stats] = await Promise.all([state.ruleSettings.list(scope), state.ruleStats.list(scope)]);
  const switches = switchesAt(settings, scope.path);
  const statOf = new Map(stats.map((stat) => [stat.ruleId, stat]));
  return rules
    .rules()
    .filter((rule) => isVisible(rule, scope.path))
    .map((rule) => ({ rule, view: ruleShown(rule, switches.get(rule.id) ?? true, statOf.get(rule.id)) }))
    .sort(
      (a, b) => LEVELS.indexOf(b.view.level) - LEVELS.indexOf(a.view.level) || (a.rule.title < b.rule.title ? -1 : 1),
    );
}

async function detailOf({ state, rules }: RouteDeps, scope: TenantScope, id: string): Promise<RuleDetail> {
  const rule = rules.rule(id);
  if (rule === undefined || !isVisible(rule, scope.path)) throw fault('not_found');
  const [settings, stats] = await Promise.all([state.ruleSettings.list(scope), state.ruleStats.list(scope)]);
  const enabled = switchesAt(settings, scope.path).get(id) ?? true;
  const stat = stats.find(({ ruleId }) => ruleId === id);
  return { ...ruleShown(rule, enabled, stat), yaml: rule.yaml };
}

function searchText({ id, title, attack, source, texts }: CatalogRule): string {
  return [id, title, source, ...attack, ...Object.values(texts?.title ?? {})].join(' ').toLowerCase();
}

function offsetOf(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  if (!/^\d{1,9}$/.test(cursor)) throw fault('bad_cursor');
  return Number(cursor);
}
