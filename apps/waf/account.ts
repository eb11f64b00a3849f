import { type Field, valuesOf } from './http/head.ts';

/** Characters of a token that is looked into; longer ones are no JWT of a login. */
const LONGEST_TOKEN = 8_192;
const CLAIMS = ['sub', 'preferred_username', 'email', 'username', 'upn'] as const;

/**
 * Names under which a request says who sends it: the user of Basic, and the subject of each JWT in Authorization or a
 * cookie. The signature of a token is not checked: a name only ever takes rights away here.
 */
export function accountsOf(headers: readonly Field[]): string[] {
  const found: string[] = [];
  for (const value of valuesOf(headers, 'authorization')) {
    const [scheme = '', credentials = ''] = value.trim().split(/ +/);
    if (/^basic$/i.test(scheme)) {
      const login = Buffer.from(credentials, 'base64').toString('utf8');
      found.push(login.slice(0, Math.max(0, login.indexOf(':'))));
    } else found.push(...subjectsOf(credentials));
  }
  for (const cookie of valuesOf(headers, 'cookie'))
    for (const pair of cookie.split(';')) found.push(...subjectsOf(pair.slice(pair.indexOf('=') + 1).trim()));
  return found.filter((name) => name !== '').map((name) => name.toLowerCase());
}

function subjectsOf(token: string): string[] {
  if (!token.startsWith('eyJ') || token.length > LONGEST_TOKEN) return [];
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')) as unknown;
    if (typeof claims !== 'object' || claims === null) return [];
    return CLAIMS.flatMap((name) => {
      const value = (claims as Record<string, unknown>)[name];
      return typeof value === 'string' ? [value] : [];
    });
  } catch {
    return [];
  }
}
