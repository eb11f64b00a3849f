import type { IncomingMessage, ServerResponse } from 'node:http';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type { FastifyBaseLogger, FastifyInstance, FastifyRequest, RawServerDefault } from 'fastify';
import Type, { type TSchema } from 'typebox';
import type { TenantScope } from '../tenancy/scope.ts';
import type { Sessions } from './auth/sessions.ts';
import type { ApiDeps } from './deps.ts';
import { fault } from './errors.ts';
import type { LiveStreams } from './live/streams.ts';
import type { Principal, UserPrincipal } from './principal.ts';
import { ErrorBody } from './schemas/common.ts';

/** The Fastify server with types that follow the schemas. */
export type Api = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What routes work with: the dependencies of the API and its own authentication. */
export interface RouteDeps extends ApiDeps {
  readonly sessions: Sessions;
  readonly streams: LiveStreams;
}

/** Registers the routes of one resource. */
export type Routes = (api: Api, deps: RouteDeps) => void;

/** What a route answers: its own schema on success, the error shape otherwise. */
export function answers<const Answer extends TSchema>(answer: Answer) {
  return { 200: answer, '4xx': ErrorBody, '5xx': ErrorBody };
}

/** 204 without a body on success. */
export const NO_CONTENT = { 204: Type.Null({ description: 'done' }), '4xx': ErrorBody, '5xx': ErrorBody };

/** What the audit trail says of a request beyond its action; a handler fills in what it knows. */
interface AuditNote {
  target?: string;
  tenant?: string;
  detail?: Record<string, unknown>;
  actor?: string;
}

declare module 'fastify' {
  interface FastifyRequest {
    principal: Principal | undefined;
    tenantScope: TenantScope | undefined;
    auditNote: AuditNote;
  }
}

/** The scope the guard gave; only routes that need a role have one. */
export function scopeIn(request: FastifyRequest): TenantScope {
  if (request.tenantScope === undefined) throw fault('tenant_forbidden');
  return request.tenantScope;
}

/** Who asks, on routes that are not open. */
export function principalIn(request: FastifyRequest): Principal {
  if (request.principal === undefined) throw fault('not_authenticated');
  return request.principal;
}

/** The person who asks, on `session` routes. */
export function userIn(request: FastifyRequest): UserPrincipal {
  const principal = principalIn(request);
  if (principal.kind !== 'user') throw fault('session_required');
  return principal;
}
