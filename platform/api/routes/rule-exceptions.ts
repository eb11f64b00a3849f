import type { RuleException as StoredException } from '../../store/state/index.ts';
import { scopeOf } from '../../tenancy/scope.ts';
import { fault } from '../errors.ts';
import { recentEffect } from '../exception-effect.ts';
import { answers, NO_CONTENT, principalIn, type Routes, scopeIn } from '../route.ts';
import { fromSigmaFilter, toSigmaFilter } from '../rule-filter.ts';
import { isVisible } from '../rule-view.ts';
import { IdParams, TenantQuery } from '../schemas/common.ts';
import {
  ExceptionDraft,
  ExceptionPreview,
  ExceptionQuery,
  NewRuleException,
  RuleException,
  RuleExceptions,
} from '../schemas/rules.ts';
import { findingShown } from './findings.ts';

const tags = ['rules'];

/** Silenced findings that a preview shows. */
const SHOWN = 5;

export const ruleExceptionRoutes: Routes = (api, deps) => {
  const { state, rules } = deps;
  api.get(
    '/api/v1/rules/:id/exceptions',
    {
      schema: {
        summary: 'What the rule does not report in the subtree, with what is inherited',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        response: answers(RuleExceptions),
      },
    },
    async (request) => {
      const rows = await state.ruleExceptions.list(scopeIn(request), request.params.id);
      return { rows: rows.map(shown) };
    },
  );

  api.post(
    '/api/v1/rules/:id/exceptions',
    {
      schema: {
        summary: 'Adds an exception for a tenant and all below',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: NewRuleException,
        response: answers(RuleException),
      },
    },
    async (request) => {
      const { tenant, ...words } = request.body;
      const scope = scopeOf(scopeIn(request).path, tenant);
      const ruleId = request.params.id;
      request.auditNote.detail = { tenant, ...words };
      const rule = rules.rule(ruleId);
      if (rule === undefined || !isVisible(rule, scope.path)) throw fault('not_found');
      const stored = await state.ruleExceptions.add(scope, {
        ruleId,
        filter: toSigmaFilter(ruleId, rule.logsource, words),
        author: principalIn(request).actor,
      });
      await rules.reload();
      return shown(stored);
    },
  );

  api.post(
    '/api/v1/rules/:id/exceptions/preview',
    {
      schema: {
        summary: 'What an exception would have silenced in the last seven days; nothing is changed',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: ExceptionDraft,
        response: answers(ExceptionPreview),
      },
    },
    async (request) => {
      const { tenant, ...words } = request.body;
      const scope = scopeOf(scopeIn(request).path, tenant);
      const rule = rules.rule(request.params.id);
      if (rule === undefined || !isVisible(rule, scope.path)) throw fault('not_found');
      const filter = toSigmaFilter(rule.id, rule.logsource, { ...words, reason: 'preview' });
      const { silenced, ...effect } = await recentEffect(deps, scope, rule, filter);
      return {
        ...effect,
        silenced: silenced.length,
        newest: silenced.slice(0, SHOWN).map((finding) => findingShown(finding, rules)),
      };
    },
  );

  api.delete(
    '/api/v1/rules/:id/exceptions',
    {
      schema: {
        summary: 'Removes an exception',
        tags,
        params: IdParams,
        querystring: ExceptionQuery,
        response: NO_CONTENT,
      },
    },
    async (request, reply) => {
      const { exception } = request.query;
      request.auditNote.detail = { exception };
      if (!(await state.ruleExceptions.remove(scopeIn(request), exception))) throw fault('not_found');
      await rules.reload();
      return reply.code(204).send(null);
    },
  );
};

function shown({ id, ruleId, tenant, filter, created, author }: StoredException): RuleException {
  return { id, ruleId, tenant, ...fromSigmaFilter(filter), filter, created, createdBy: author };
}
