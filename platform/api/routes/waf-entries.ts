import { POLICY_LIMITS, readBlockEntry, readExclusion } from '@haechi/policy';
import { fault } from '../errors.ts';
import { answers, principalIn, type Routes, scopeIn } from '../route.ts';
import { IdParams, TenantQuery } from '../schemas/common.ts';
import { EntryQuery, NewBlock, NewExclusion, WafSite } from '../schemas/waf.ts';
import { found, shownSite } from './waf-sites.ts';

const tags = ['waf'];

/** What a site's policy lists: exclusions of rules, and who is blocked. */
export const wafEntryRoutes: Routes = (api, { state, now }) => {
  api.post(
    '/api/v1/waf/sites/:id/exclusions',
    {
      schema: {
        summary: 'Declares normal what a rule takes for an attack',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: NewExclusion,
        response: answers(WafSite),
      },
    },
    async (request) => {
      const { reason, ...words } = request.body;
      request.auditNote.detail = request.body;
      const entry = { ...readExclusion(words), ...written(request, reason) };
      const site = await state.wafSites.change(scopeIn(request), request.params.id, ({ exclusions }) => {
        if (exclusions.length >= POLICY_LIMITS.exclusions) throw fault('waf_policy_full');
        return { exclusions: [...exclusions, entry] };
      });
      return shownSite(found(site));
    },
  );

  api.delete(
    '/api/v1/waf/sites/:id/exclusions',
    {
      schema: {
        summary: 'Lets a rule judge again',
        tags,
        params: IdParams,
        querystring: EntryQuery,
        response: answers(WafSite),
      },
    },
    async (request) => {
      const { entry } = request.query;
      request.auditNote.detail = { entry };
      const site = await state.wafSites.change(scopeIn(request), request.params.id, ({ exclusions }) => ({
        exclusions: without(exclusions, entry),
      }));
      return shownSite(found(site));
    },
  );

  api.post(
    '/api/v1/waf/sites/:id/blocks',
    {
      schema: {
        summary: 'Turns an address, a session or an account away before any rule runs',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: NewBlock,
        response: answers(WafSite),
      },
    },
    async (request) => {
      const { reason, ...words } = request.body;
      request.auditNote.detail = { kind: words.kind, ...(words.kind === 'session' ? {} : { value: words.value }) };
      const entry = { ...readBlockEntry(words), ...written(request, reason) };
      const site = await state.wafSites.change(scopeIn(request), request.params.id, ({ blocked }) => {
        const live = blocked.filter(({ expires }) => expires === undefined || Date.parse(expires) > now());
        if (live.length >= POLICY_LIMITS.blocked) throw fault('waf_policy_full');
        return { blocked: [...live, entry] };
      });
      return shownSite(found(site));
    },
  );

  api.delete(
    '/api/v1/waf/sites/:id/blocks',
    {
      schema: {
        summary: 'Lets somebody in again',
        tags,
        params: IdParams,
        querystring: EntryQuery,
        response: answers(WafSite),
      },
    },
    async (request) => {
      const { entry } = request.query;
      request.auditNote.detail = { entry };
      const site = await state.wafSites.change(scopeIn(request), request.params.id, ({ blocked }) => ({
        blocked: without(blocked, entry),
      }));
      return shownSite(found(site));
    },
  );

  function written(request: Parameters<typeof principalIn>[0], reason: string) {
    return {
      id: crypto.randomUUID(),
      author: principalIn(request).actor,
      created: new Date(now()).toISOString(),
      reason,
    };
  }
};

function without<Entry extends { readonly id: string }>(entries: readonly Entry[], id: string): Entry[] {
  const left = entries.filter((entry) => entry.id !== id);
  if (left.length === entries.length) throw fault('not_found');
  return left;
}
