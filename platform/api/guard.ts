import type { FastifyRequest } from 'fastify';
import { scopeFor } from '../tenancy/roles.ts';
import { scopeOf, type TenantScope } from '../tenancy/scope.ts';
import type { Need } from './access.ts';
import { sameSecret } from './auth/secrets.ts';
import type { Sessions } from './auth/sessions.ts';
import type { TokenCheck } from './auth/token-check.ts';
import { fault } from './errors.ts';
import type { Principal } from './principal.ts';

export const SESSION_COOKIE = 'haechi_session';

const UNSAFE = new Set(['POST', 'PUT', 'PATCH', 'DELETE']);

/**
 * Admits a principal to a route or throws: that an unsafe request came from our own page (CSRF), and that the role
 * reaches the tenant the query names. Runs before the body is read.
 *
 * @returns the scope for routes that need a role
 * @throws HaechiError `not_authenticated`, `csrf_failed`, `session_required`, `role_insufficient`, `tenant_forbidden`
 */
export function admit(request: FastifyRequest, need: Need, principal: Principal | undefined): TenantScope | undefined {
  if (isCrossSite(request)) throw fault('csrf_failed');
  if (need === 'open') return undefined;
  if (principal === undefined) throw fault('not_authenticated');
  if (principal.kind === 'user' && UNSAFE.has(request.method)) {
    const sent = request.headers['x-csrf-token'];
    if (typeof sent !== 'string' || !sameSecret(sent, principal.session.csrf)) throw fault('csrf_failed');
  }
  if (need === 'session') {
    if (principal.kind !== 'user') throw fault('session_required');
    return undefined;
  }
  if (need === 'waf') {
    if (principal.kind === 'user' || !principal.scopes.includes('waf')) throw fault('role_insufficient');
    return scopeOf(principal.tenant, askedTenant(request));
  }
  if (need === 'upload') {
    if (principal.kind === 'token' && principal.scopes.includes('ingest'))
      return scopeOf(principal.tenant, askedTenant(request));
    return scopeFor(principal.grants, 'analyst', askedTenant(request));
  }
  return scopeFor(principal.grants, need, askedTenant(request));
}

/**
 * Who asks, by bearer token or session cookie; `undefined` for nobody.
 *
 * @param quiet true when this is no use of the session by a person, and must not keep it from expiring
 */
export async function authenticate(
  request: FastifyRequest,
  auth: { sessions: Sessions; tokens: TokenCheck },
  quiet = false,
): Promise<Principal | undefined> {
  const header = request.headers.authorization;
  if (header !== undefined) {
    const bearer = /^Bearer ([^\s]{1,128})$/i.exec(header)?.[1];
    return bearer === undefined ? undefined : tokenPrincipal(bearer, auth.tokens);
  }
  const cookie = request.cookies[SESSION_COOKIE];
  return cookie === undefined || cookie.length > 128 ? undefined : auth.sessions.find(cookie, quiet);
}

/** What a token may do here: `admin` stands for the role admin, `read` for viewer, `ingest` and `waf` for nothing. */
async function tokenPrincipal(bearer: string, tokens: TokenCheck): Promise<Principal | undefined> {
  const token = await tokens.check(bearer);
  if (token === undefined) return undefined;
  const { tenant, scopes } = token;
  return {
    kind: 'token',
    actor: `token:${token.prefix}`,
    tokenId: token.id,
    tenant,
    scopes,
    grants: scopes.includes('admin')
      ? [{ tenant, role: 'admin' }]
      : scopes.includes('read')
        ? [{ tenant, role: 'viewer' }]
        : [],
  };
}

/** A browser says which site a request comes from (Fetch Metadata); other clients say nothing. */
function isCrossSite(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  return UNSAFE.has(request.method) && (site === 'cross-site' || site === 'same-site');
}

function askedTenant(request: FastifyRequest): string | undefined {
  const asked = (request.query as { tenant?: unknown }).tenant;
  if (asked === undefined || typeof asked === 'string') return asked;
  throw fault('invalid_request', 'querystring/tenant');
}
