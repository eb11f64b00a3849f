import Type, { type Static } from 'typebox';
import { Instant, PageQuery, pageOf, TenantPath } from './common.ts';

/** One change, or one attempt at it. */
export const AuditEntry = Type.Object({
  id: Type.String(),
  time: Instant,
  /** Username, `token:<prefix>`, or `system`. */
  actor: Type.String(),
  /** Dotted: `session.create`, `user.grants`, `rule.enable`. */
  action: Type.String(),
  tenant: TenantPath,
  target: Type.String(),
  outcome: Type.Unsafe<'success' | 'failure' | 'denied'>({ type: 'string', enum: ['success', 'failure', 'denied'] }),
  /** Network address of the actor. */
  address: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
});
export type AuditEntry = Static<typeof AuditEntry>;

/** `GET /api/v1/audit`: newest first. */
export const AuditQuery = Type.Object({
  ...PageQuery.properties,
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
});
export const AuditPage = pageOf(AuditEntry);
export type AuditPage = Static<typeof AuditPage>;
