import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ROLES, type RoleGrant, roleIncludes, scopeFor } from './roles.ts';
import { isWithin } from './scope.ts';

const grants: RoleGrant[] = [
  { tenant: '/root/acme/', role: 'admin' },
  { tenant: '/root/', role: 'viewer' },
];

describe('scopeFor', () => {
  test('a role includes the lower ones and not the higher ones', () => {
    expect(roleIncludes('responder', 'analyst')).toBe(true);
    expect(roleIncludes('responder', 'admin')).toBe(false);
  });

  test('without a tenant answers the grant nearest to the root whose role is enough', () => {
    expect(scopeFor(grants, 'viewer').path).toBe('/root/');
    expect(scopeFor(grants, 'admin').path).toBe('/root/acme/');
  });

  test('narrows to a tenant below a grant', () => {
    expect(scopeFor(grants, 'admin', '/root/acme/seoul/').path).toBe('/root/acme/seoul/');
  });

  test('a role too low and a tenant outside are told apart only inside the grant', () => {
    expect(() => scopeFor(grants, 'admin', '/root/other/')).toThrow(
      expect.objectContaining({ code: 'role_insufficient' }),
    );
    expect(() => scopeFor(grants.slice(0, 1), 'viewer', '/root/other/')).toThrow(
      expect.objectContaining({ code: 'tenant_forbidden' }),
    );
    expect(() => scopeFor([], 'viewer', '/root/')).toThrow(expect.objectContaining({ code: 'tenant_forbidden' }));
    expect(() => scopeFor([], 'viewer')).toThrow(expect.objectContaining({ code: 'role_insufficient' }));
  });

  test('a slug that only begins like a granted one is outside', () => {
    expect(() => scopeFor([{ tenant: '/root/acme/', role: 'admin' }], 'viewer', '/root/acme-corp/')).toThrow(
      expect.objectContaining({ code: 'tenant_forbidden' }),
    );
  });

  test('property: whatever is asked, a scope lies inside a grant with enough role', () => {
    const path = fc
      .array(fc.constantFrom('a', 'b', 'ab', '..', '', 'A'), { minLength: 1, maxLength: 4 })
      .map((parts) => `/${parts.join('/')}/`);
    const grant = fc.record({ tenant: path, role: fc.constantFrom(...ROLES) });
    fc.assert(
      fc.property(
        fc.array(grant, { maxLength: 3 }),
        fc.constantFrom(...ROLES),
        fc.option(path),
        (held, needed, asked) => {
          let scope: string | undefined;
          try {
            scope = scopeFor(held, needed, asked ?? undefined).path;
          } catch {
            return;
          }
          expect(held.some((one) => roleIncludes(one.role, needed) && isWithin(scope, one.tenant))).toBe(true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
