import swagger from '@fastify/swagger';
import type { RouteOptions } from 'fastify';
import { ACCESS } from './access.ts';
import type { Api } from './route.ts';

/** What `@fastify/swagger` needs to know of a route's access, said in OpenAPI's words. */
function securityOf(route: RouteOptions): {
  security: readonly Record<string, readonly string[]>[];
  'x-haechi-needs': string;
} {
  const need = ACCESS[`${String(route.method)} ${route.url}`]?.need ?? 'open';
  const session = { session: [], csrf: [] };
  const security = need === 'open' ? [] : need === 'session' ? [session] : [session, { token: [] }];
  return { security, 'x-haechi-needs': need };
}

/** Serves the OpenAPI 3.1 document, made from the routes' own schemas, at /api/v1/openapi.json. */
export async function openApiDocument(api: Api, version: string): Promise<void> {
  await api.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Haechi',
        version,
        description: "Times are ISO 8601 UTC. `tenant` narrows a request to a subtree of the caller's grant.",
        license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      },
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: 'haechi_session' },
          csrf: { type: 'apiKey', in: 'header', name: 'x-csrf-token', description: 'on unsafe methods, from GET /me' },
          token: { type: 'http', scheme: 'bearer', description: 'API token, hk_…' },
        },
      },
    },
    transform: ({ schema, url, route }) => ({ schema: { ...schema, ...securityOf(route) }, url }),
  });
  api.get('/api/v1/openapi.json', { schema: { hide: true } }, async () => api.swagger());
}
