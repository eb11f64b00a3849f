import { HaechiError } from '@haechi/event';
import { isWithin, scopeOf, type TenantScope } from './scope.ts';

/** Roles in order: each includes the ones before it. Granted at a node of the tenant tree, valid in its whole subtree. */
export const ROLES = ['viewer', 'analyst', 'responder', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** A role at a node of the tenant tree. */
export interface RoleGrant {
  readonly tenant: string;
  readonly role: Role;
}

/** True when `role` includes everything `needed` may do. */
export function roleIncludes(role: Role, needed: Role): boolean {
  return ROLES.indexOf(role) >= ROLES.indexOf(needed);
}

/**
 * The scope in which these grants allow what `needed` allows.
 *
 * @param asked path the request names; absent means the whole grant: of several, the one nearest to the root
 * @throws HaechiError `tenant_forbidden` outside every grant, `role_insufficient` inside one whose role is too low
 */
export function scopeFor(grants: readonly RoleGrant[], needed: Role, asked?: string): TenantScope {
  const enough = grants.filter((grant) => roleIncludes(grant.role, needed));
  if (asked === undefined) {
    const widest = enough.toSorted(byDepth)[0];
    if (widest !== undefined) return scopeOf(widest.tenant);
  } else {
    const holder = enough.find((grant) => isWithin(asked, grant.tenant));
    if (holder !== undefined) return scopeOf(holder.tenant, asked);
    const lower = grants.find((grant) => isWithin(asked, grant.tenant));
    if (lower === undefined) return scopeOf(grants[0]?.tenant ?? '', asked);
  }
  throw new HaechiError('role_insufficient', {
    what: `this needs the role '${needed}'`,
    remedy: 'ask an administrator of the tenant for that role',
  });
}

function byDepth(a: RoleGrant, b: RoleGrant): number {
  return a.tenant.length - b.tenant.length || (a.tenant < b.tenant ? -1 : 1);
}
