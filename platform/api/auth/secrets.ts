import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** 256 random bits, base64url: too many to guess, so a plain hash of them may be stored. */
export function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** SHA-256, lower-case hex: what is stored of a session id, an API token or a set-up token. */
export function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/**
 * The CSRF token of a session: bound to its id, so it changes whenever the session is renewed and needs no storage.
 * A page of another origin can neither read the cookie nor make this value.
 */
export function csrfOf(sessionId: string): string {
  return createHmac('sha256', sessionId).update('haechi csrf').digest('base64url');
}

/** Comparison whose time does not depend on where the two differ. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(createHash('sha256').update(a).digest(), createHash('sha256').update(b).digest());
}
