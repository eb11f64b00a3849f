import type { Credential } from '@haechi/platform/api/schemas/intel-feeds.ts';

/** What is typed into the fields of a credential; `keep` leaves the stored one as it is. */
export interface CredentialDraft {
  readonly kind: Credential['kind'] | 'keep';
  /** User name, or name of a header. */
  readonly name: string;
  readonly secret: string;
}

export const NO_CREDENTIAL: CredentialDraft = { kind: 'none', name: '', secret: '' };
/** Header that most providers of keys ask for. */
export const KEY_HEADER = 'X-API-Key';

/** True where every field that its kind has is filled. */
export function isComplete({ kind, name, secret }: CredentialDraft): boolean {
  if (kind === 'none' || kind === 'keep') return true;
  if (kind === 'basic') return name !== '';
  return secret !== '' && (kind === 'bearer' || name !== '');
}

/** As the API takes it; `undefined` for what stays. */
export function credentialOf({ kind, name, secret }: CredentialDraft): Credential | undefined {
  if (kind === 'keep') return undefined;
  if (kind === 'none') return { kind };
  if (kind === 'basic') return { kind, username: name, password: secret };
  return kind === 'bearer' ? { kind, token: secret } : { kind, header: name, key: secret };
}
