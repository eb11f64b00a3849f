import { ROOT_TENANT } from '../../tenancy/scope.ts';
import { fault } from '../errors.ts';
import { type Routes, scopeIn } from '../route.ts';

export const metricRoutes: Routes = (api, { metrics }) => {
  api.get('/metrics', { schema: { hide: true } }, async (request, reply) => {
    // Figures of the process are sums over all tenants.
    if (scopeIn(request).path !== ROOT_TENANT) throw fault('tenant_forbidden');
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics());
  });
};
