import { ROOT_TENANT } from '../tenancy/scope.ts';

/** What a feed's server wants to see of whoever asks. */
export type FeedCredential =
  | { readonly kind: 'basic'; readonly username: string; readonly password: string }
  | { readonly kind: 'bearer'; readonly token: string }
  | { readonly kind: 'api_key'; readonly header: string; readonly key: string };

/** The kinds of credentials, `none` for a feed that is open to everybody. */
export const CREDENTIAL_KINDS = ['none', 'basic', 'bearer', 'api_key'] as const;
export type CredentialKind = (typeof CREDENTIAL_KINDS)[number];

/** What an operator allows feeds to reach, and whom to trust. */
export interface FeedNetwork {
  /** Also this machine itself, and without TLS there. */
  readonly loopback: boolean;
  /** Certificates (PEM) of authorities that are trusted beside the usual ones. */
  readonly authorities?: string;
}

/** What a tenant's feeds may reach. */
export interface FeedReach extends FeedNetwork {
  /** Also private networks. */
  readonly inside: boolean;
}

/**
 * The network around the server belongs to whoever runs the installation. Its own administrators may name a provider in it;
 * those of a customer's tenant must not find out by a feed what is there.
 */
export function reachOf(network: FeedNetwork, tenant: string): FeedReach {
  return { ...network, inside: tenant === ROOT_TENANT };
}

/** Pattern of a collection's id: a UUID, or a word in its place. */
export const COLLECTION_ID = '^[A-Za-z0-9][A-Za-z0-9._~-]{0,127}$';
