import { roleIncludes } from '../../tenancy/roles.ts';
import { isWithin, parentOf, ROOT_TENANT, scopeOf } from '../../tenancy/scope.ts';
import { fault } from '../errors.ts';
import type { Principal } from '../principal.ts';
import { answers, principalIn, type Routes, scopeIn } from '../route.ts';
import { TenantQuery } from '../schemas/common.ts';
import { NewTenant, Tenant, TenantPage, TenantPatch, TenantPatchQuery } from '../schemas/tenants.ts';

const tags = ['tenants'];

export const tenantRoutes: Routes = (api, { state, events, allowancesChanged }) => {
  api.get(
    '/api/v1/tenants',
    { schema: { summary: 'Tenants of the subtree', tags, querystring: TenantQuery, response: answers(TenantPage) } },
    async (request) => ({ rows: await state.tenants.list(scopeIn(request)) }),
  );

  api.post(
    '/api/v1/tenants',
    {
      schema: {
        summary: 'Adds a tenant below another',
        tags,
        querystring: TenantQuery,
        body: NewTenant,
        response: answers(Tenant),
      },
    },
    async (request) => {
      const { parent, slug, name } = request.body;
      const path = `${parent}${slug}/`;
      request.auditNote.target = path;
      const scope = scopeOf(scopeIn(request).path, parent);
      return state.tenants.create(scope, { path, name });
    },
  );

  api.patch(
    '/api/v1/tenants',
    {
      schema: {
        summary: 'Renames a tenant, or changes how long its events are kept and how much it may send',
        tags,
        querystring: TenantPatchQuery,
        body: TenantPatch,
        response: answers(Tenant),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      request.auditNote = { target: scope.path, detail: { ...request.body } };
      const { eventsPerSecond, bytesPerDay } = request.body;
      const isBounded = eventsPerSecond !== undefined || bytesPerDay !== undefined;
      if (isBounded && !mayBound(principalIn(request), scope.path)) throw fault('allowance_not_yours', scope.path);
      const tenant = await state.tenants.update(scope, scope.path, request.body);
      if (tenant === undefined) throw fault('not_found');
      if (isBounded) await allowancesChanged();
      if (request.body.retentionDays !== undefined) await events.setRetention(tenant.path, tenant.retentionDays);
      return tenant;
    },
  );
};

/** What a tenant may send is decided above it, or at the top by the installation's own administrators. */
function mayBound({ grants }: Principal, path: string): boolean {
  const above = path === ROOT_TENANT ? path : parentOf(path);
  return grants.some(({ tenant, role }) => roleIncludes(role, 'admin') && isWithin(above, tenant));
}
