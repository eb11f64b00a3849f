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

/** Whether the user holds at least `role` in this tenant: not in one above, from which a thing may be inherited. */
export function useHasRoleIn(role: Role, tenant: string): boolean {
  return useMe().grants.some(
    (grant) => ORDER.indexOf(grant.role) >= ORDER.indexOf(role) && tenant.startsWith(grant.tenant),
  );
}

/** Whether this user decides what a tenant may send: as an administrator above it, or of the installation. */
export function useMayBound(path: string): boolean {
  const parent = path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
  return useHasRoleIn('admin', parent === '/' ? path : parent);
}

/** Where new things are made: the tenant shown, else the topmost grant. */
export function useHomeTenant(): string {
  const { grants } = useMe();
  const { tenant } = useTenantParam();
  const shortest = [...grants].sort((a, b) => a.tenant.length - b.tenant.length)[0];
  return tenant ?? shortest?.tenant ?? '/root/';
}
