import type { Role } from '@haechi/platform/api/schemas/common.ts';
import { useMe } from './session.ts';
import { useTenantParam } from './tenantParam.ts';

/** Roles in order: each includes the ones before it (the server holds the same order and decides). */
const ORDER: readonly Role[] = ['viewer', 'analyst', 'responder', 'admin'];

/** Whether the user holds at least `role` in the tenant shown, to offer only what the server would allow. */
export function useHasRole(role: Role): boolean {
  const { grants } = useMe();
  const { tenant } = useTenantParam();
  return grants.some(
    (grant) =>
      ORDER.indexOf(grant.role) >= ORDER.indexOf(role) && (tenant === undefined || tenant.startsWith(grant.tenant)),
  );
}

/** Says of a tenant whether the user holds at least `role` there. */
export function useRoleIn(role: Role): (tenant: string) => boolean {
  const { grants } = useMe();
  return (tenant) =>
    grants.some((grant) => ORDER.indexOf(grant.role) >= ORDER.indexOf(role) && tenant.startsWith(grant.tenant));
}

/** Where new things are made: the tenant shown, else the topmost grant. */
export function useHomeTenant(): string {
  const { grants } = useMe();
  const { tenant } = useTenantParam();
  const shortest = [...grants].sort((a, b) => a.tenant.length - b.tenant.length)[0];
  return tenant ?? shortest?.tenant ?? '/root/';
}
