import { HaechiError } from '@haechi/event';

declare const gated: unique symbol;

/**
 * Leave to read or write one tenant subtree. Made only by `scopeOf` from an authenticated grant; stores accept nothing
 * else, so a query without a tenant cannot be written.
 */
export interface TenantScope {
  /** Root of the subtree as a materialised path, `/root/acme/`. */
  readonly path: string;
  readonly [gated]: true;
}

/** The tenant that is always there: what the installation itself belongs to. */
export const ROOT_TENANT = '/root/';

const TENANT_PATH = /^\/(?:[a-z0-9][a-z0-9-]{0,62}\/){1,16}$/;

/** True for a well-formed materialised path: `/` then 1 to 16 slugs (lower-case letters, digits, `-`), each closed by `/`. */
export function isTenantPath(path: string): boolean {
  return TENANT_PATH.test(path);
}

/** `/root/acme/` → `/root/`; the root's parent is `/`, which is no tenant. */
export function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/', path.length - 2) + 1);
}

/** True when `path` is `root` or lies below it. */
export function isWithin(path: string, root: string): boolean {
  return path.startsWith(root);
}

/**
 * The one tenant gate: narrows what a grant allows to what a request asks for.
 *
 * @param granted path at which the credential's role is granted
 * @param asked path the request names; absent means the whole grant
 * @throws HaechiError `tenant_forbidden` when `asked` is malformed or outside the grant (the same answer for both, so
 *   that nobody learns which tenants exist)
 */
export function scopeOf(granted: string, asked: string = granted): TenantScope {
  if (!isTenantPath(granted) || !isTenantPath(asked) || !isWithin(asked, granted)) {
    throw new HaechiError('tenant_forbidden', {
      what: 'this credential has no right in that tenant',
      remedy: 'ask an administrator of the tenant for a role there',
    });
  }
  return { path: asked } as TenantScope;
}
