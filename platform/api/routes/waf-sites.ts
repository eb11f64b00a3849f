import { DEFAULT_POLICY, readPolicy } from '@haechi/policy';
import type { WafSite as StoredSite } from '../../store/state/index.ts';
import { scopeOf } from '../../tenancy/scope.ts';
import { fault } from '../errors.ts';
import { answers, NO_CONTENT, type Routes, scopeIn } from '../route.ts';
import { IdParams, TenantQuery } from '../schemas/common.ts';
import { NewWafSite, Trial, TrialRequest, WafSite, WafSiteChange, WafSites } from '../schemas/waf.ts';

const tags = ['waf'];

/** Sites behind the WAF. */
export const wafSiteRoutes: Routes = (api, { state, tryRequest }) => {
  api.get(
    '/api/v1/waf/sites',
    { schema: { summary: 'Sites of the subtree', tags, querystring: TenantQuery, response: answers(WafSites) } },
    async (request) => ({ rows: (await state.wafSites.list(scopeIn(request))).map(shownSite) }),
  );

  api.post(
    '/api/v1/waf/sites',
    {
      schema: {
        summary: 'Adds a site; it only reports until its mode is block',
        tags,
        querystring: TenantQuery,
        body: NewWafSite,
        response: answers(WafSite),
      },
    },
    async (request) => {
      const { tenant, name, ...given } = request.body;
      request.auditNote = { target: name, tenant, detail: given };
      const policy = readPolicy({ ...DEFAULT_POLICY, ...given });
      const added = await state.wafSites.add(scopeOf(scopeIn(request).path, tenant), { name, ...policy });
      if (added === undefined) throw fault('waf_site_exists');
      return shownSite(added);
    },
  );

  api.get(
    '/api/v1/waf/sites/:id',
    {
      schema: {
        summary: 'One site with its policy',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        response: answers(WafSite),
      },
    },
    async (request) => shownSite(found(await state.wafSites.find(scopeIn(request), request.params.id))),
  );

  api.patch(
    '/api/v1/waf/sites/:id',
    {
      schema: {
        summary: 'Changes upstream, mode, paranoia level or threshold',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: WafSiteChange,
        response: answers(WafSite),
      },
    },
    async (request) => {
      request.auditNote.detail = request.body;
      const site = await state.wafSites.change(scopeIn(request), request.params.id, (before) => {
        const { upstream, mode, paranoia, threshold } = readPolicy({ ...before, ...request.body });
        return { upstream, mode, paranoia, threshold };
      });
      return shownSite(found(site));
    },
  );

  api.delete(
    '/api/v1/waf/sites/:id',
    { schema: { summary: 'Removes a site', tags, params: IdParams, querystring: TenantQuery, response: NO_CONTENT } },
    async (request, reply) => {
      if (!(await state.wafSites.remove(scopeIn(request), request.params.id))) throw fault('not_found');
      return reply.code(204).send(null);
    },
  );

  api.post(
    '/api/v1/waf/sites/:id/try',
    {
      schema: {
        summary: "Judges a pasted request by the site's policy and Haechi's own rules; it is sent nowhere",
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: TrialRequest,
        response: answers(Trial),
      },
    },
    async (request) => {
      const site = found(await state.wafSites.find(scopeIn(request), request.params.id));
      const { verdict, rules } = tryRequest(site, request.body.request);
      return { verdict, rules: rules.map((rule) => ({ ...rule, tags: [...rule.tags] })) };
    },
  );
};

/** The site, or the fault of an id that names none. */
export function found(site: StoredSite | undefined): StoredSite {
  if (site === undefined) throw fault('not_found');
  return site;
}

/** A site as the API shows it. */
export function shownSite({ seen, seenRevision, exclusions, blocked, ...site }: StoredSite): WafSite {
  return {
    ...site,
    exclusions: [...exclusions],
    blocked: [...blocked],
    ...(seen === null ? {} : { seen }),
    ...(seenRevision === null ? {} : { seenRevision }),
  };
}
