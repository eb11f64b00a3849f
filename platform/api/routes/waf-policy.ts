import { readPolicy } from '@haechi/policy';
import { answers, type Routes, scopeIn } from '../route.ts';
import { IdParams } from '../schemas/common.ts';
import { PolicyQuery, WafPolicy } from '../schemas/waf.ts';
import { found } from './waf-sites.ts';

/** What a WAF asks for, every few seconds. */
export const wafPolicyRoutes: Routes = (api, { state }) => {
  api.get(
    '/api/v1/waf/sites/:id/policy',
    {
      schema: {
        summary: "A site's policy for its WAF, by id or by name in the token's tenant; notes that the WAF is there",
        tags: ['waf'],
        params: IdParams,
        querystring: PolicyQuery,
        response: answers(WafPolicy),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      const site = found(await state.wafSites.find(scope, request.params.id));
      await state.wafSites.sawWaf(scope, site.id, request.query.have);
      const { exclusions, blocked, ...policy } = readPolicy(site);
      return {
        revision: site.revision,
        site: site.id,
        policy: { ...policy, exclusions: [...exclusions], blocked: [...blocked] },
      };
    },
  );
};
