import type { FastifyReply, FastifyRequest } from 'fastify';
import type { AuditOutcome, StateStore } from '../store/state/index.ts';
import { isWithin, ROOT_TENANT } from '../tenancy/scope.ts';

/**
 * Writes one entry for a request that changes something, before its answer leaves: who is told that it is done can
 * find it in the trail. Refused attempts are entries too.
 */
export async function recordChange(
  state: StateStore,
  action: string,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { principal, auditNote } = request;
  await state.audit.append({
    tenant: tenantOf(request),
    actor: auditNote.actor ?? principal?.actor ?? 'anonymous',
    action,
    target: auditNote.target ?? idOf(request),
    outcome: outcomeOf(reply.statusCode),
    address: request.ip,
    detail: { status: reply.statusCode, ...auditNote.detail },
  });
}

/** A tenant that the request only names, and may not reach, hears nothing of it: nobody writes into another's trail. */
function tenantOf(request: FastifyRequest): string {
  const { tenantScope, auditNote } = request;
  const isReached = tenantScope === undefined || isWithin(auditNote.tenant ?? '', tenantScope.path);
  return (isReached ? auditNote.tenant : undefined) ?? tenantScope?.path ?? homeOf(request);
}

function homeOf({ principal }: FastifyRequest): string {
  if (principal === undefined) return ROOT_TENANT;
  return principal.kind === 'user' ? principal.user.tenant : principal.tenant;
}

function idOf(request: FastifyRequest): string {
  const { id, name } = (request.params ?? {}) as { id?: string; name?: string };
  return (id ?? name ?? '').slice(0, 256);
}

function outcomeOf(status: number): AuditOutcome {
  if (status < 400) return 'success';
  return status === 401 || status === 403 ? 'denied' : 'failure';
}
