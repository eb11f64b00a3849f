import type { Session, TokenScope, User } from '../store/state/index.ts';
import type { RoleGrant } from '../tenancy/roles.ts';

/** A signed-in person. */
export interface UserPrincipal {
  readonly kind: 'user';
  /** Name in the audit trail: the username. */
  readonly actor: string;
  readonly user: User;
  readonly session: Session;
  readonly grants: readonly RoleGrant[];
}

/** An API token. */
interface TokenPrincipal {
  readonly kind: 'token';
  /** `token:hk_ab12cd34`. */
  readonly actor: string;
  readonly tokenId: string;
  readonly tenant: string;
  readonly scopes: readonly TokenScope[];
  readonly grants: readonly RoleGrant[];
}

/** Who asks, after authentication. */
export type Principal = UserPrincipal | TokenPrincipal;
