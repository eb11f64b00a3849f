import { randomBytes } from 'node:crypto';
import cookie from '@fastify/cookie';
import rateLimit from '@fastify/rate-limit';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { ACCESS } from './access.ts';
import { recordChange } from './audit-trail.ts';
import { sessionsOf } from './auth/sessions.ts';
import { consolePages } from './console.ts';
import type { ApiDeps } from './deps.ts';
import { answerError, fault } from './errors.ts';
import { admit, authenticate } from './guard.ts';
import { LiveStreams } from './live/streams.ts';
import { openApiDocument } from './openapi.ts';
import { RequestWindows } from './request-windows.ts';
import type { Api, RouteDeps } from './route.ts';
import { ROUTES } from './routes/index.ts';
import { securityHeaders } from './security-headers.ts';
import { validatorCompiler } from './validation.ts';

/**
 * The HTTP server, not yet listening. A request under /api/v1 passes, in this order, with any step able to end it in
 * the error shape: rate limit → guard (who, CSRF, role, tenant) → body → schema → handler → audit entry → answer.
 */
export async function buildApi(deps: ApiDeps, logger: FastifyBaseLogger): Promise<Api> {
  const api: Api = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => randomBytes(8).toString('hex'),
    bodyLimit: deps.limits.bodyBytes,
    exposeHeadRoutes: false,
    routerOptions: { maxParamLength: 256 },
    forceCloseConnections: 'idle',
  }).withTypeProvider<TypeBoxTypeProvider>();
  const streams = new LiveStreams(deps.limits);
  const route: RouteDeps = { ...deps, sessions: sessionsOf(deps.state, deps.now), streams };
  api.addHook('preClose', async () => streams.closeAll());

  api.setErrorHandler(answerError);
  await api.register(cookie);
  await securityHeaders(api, deps.https);
  await api.register(async (scope: Api) => {
    await apiV1(scope, route);
  });
  await consolePages(api, deps.consoleFolder);
  return api;
}

async function apiV1(api: Api, deps: RouteDeps): Promise<void> {
  api.setValidatorCompiler(validatorCompiler());
  api.decorateRequest('principal', undefined);
  api.decorateRequest('tenantScope', undefined);
  api.addHook('onRequest', async (request) => {
    request.auditNote = {};
  });
  await api.register(rateLimit, {
    max: deps.limits.requestsPerMinute,
    timeWindow: 60_000,
    store: RequestWindows,
    errorResponseBuilder: () => fault('too_many_requests'),
  });
  api.addHook('onRoute', (route) => {
    for (const method of [route.method].flat()) {
      if (ACCESS[`${method} ${route.url}`] === undefined) throw new Error(`no access rule for ${method} ${route.url}`);
    }
  });
  api.addHook('onRequest', async (request) => {
    const { need } = accessOf(request);
    if (need !== 'open') request.principal = await authenticate(request, deps);
    request.tenantScope = admit(request, need, request.principal);
  });
  api.addHook('onSend', async (request, reply) => {
    const { action, need } = accessOf(request);
    // Nobody can fill the trail without an account, or faster than sign-in is throttled.
    const known = request.principal !== undefined || need === 'open';
    if (action === undefined || !known || reply.statusCode === 429) return;
    try {
      await recordChange(deps.state, action, request, reply);
    } catch (error) {
      // Who is told of a success can rely on the trail; who is told of our own failure is told of that one.
      if (reply.statusCode < 500) throw error;
      request.log.error({ err: error }, 'a change that failed could not be noted in the audit trail');
    }
  });
  await openApiDocument(api, deps.version);
  for (const routes of ROUTES) routes(api, deps);
}

function accessOf(request: { method: string; routeOptions: { url?: string | undefined } }) {
  const access = ACCESS[`${request.method} ${request.routeOptions.url}`];
  if (access === undefined) throw fault('not_found');
  return access;
}
