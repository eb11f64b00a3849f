import { describe, expect, test } from 'vitest';
import { isTenantPath, isWithin, scopeOf } from './scope.ts';

describe('scopeOf', () => {
  test('gives the grant, or a subtree of it', () => {
    expect(scopeOf('/root/acme/').path).toBe('/root/acme/');
    expect(scopeOf('/root/', '/root/acme/').path).toBe('/root/acme/');
  });

  test.each(['/root/', '/root/acm/', '/root/acme', 'root/acme/', '/root/acme/../', '/root/acme/%/', '/root/Acme/', ''])(
    'refuses %j for a grant at /root/acme/',
    (asked) => {
      expect(() => scopeOf('/root/acme/', asked)).toThrow(expect.objectContaining({ code: 'tenant_forbidden' }));
    },
  );

  test('accepts 16 levels and refuses 17', () => {
    expect(isTenantPath(`/${'a/'.repeat(16)}`)).toBe(true);
    expect(isTenantPath(`/${'a/'.repeat(17)}`)).toBe(false);
  });

  test('a sibling with the same beginning is not within', () => {
    expect(isWithin('/root/acme-2/', '/root/acme/')).toBe(false);
  });
});
