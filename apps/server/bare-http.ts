import type { TokenCheck } from '@haechi/platform/api/auth/token-check.ts';
import { ROOT_TENANT } from '@haechi/platform/tenancy/scope.ts';
import fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';

/**
 * The HTTP server of a process without the API, not yet listening: `/api/v1/health` for whoever watches it, and `/metrics`
 * for a token of the root tenant with the scope `read`.
 */
export function bareHttp(
  loggerInstance: FastifyBaseLogger,
  version: string,
  tokens: TokenCheck,
  metrics: () => string,
): FastifyInstance {
  const logController = new LogController({ disableRequestLogging: true });
  const server: FastifyInstance = fastify({ loggerInstance, logController });
  server.get('/api/v1/health', async () => ({
    status: 'ok' as const,
    version,
    uptimeSeconds: Math.round(process.uptime()),
  }));
  server.get('/metrics', async ({ headers }, reply) => {
    const token = await tokens.lookUp(/^Bearer (\S{1,512})$/.exec(headers.authorization ?? '')?.[1] ?? '');
    const mayRead = typeof token === 'object' && token.tenant === ROOT_TENANT && token.scopes.includes('read');
    if (!mayRead) return reply.code(401).send();
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metrics());
  });
  return server;
}
