import type { Found, Masker } from '../masker.ts';

/** Cookies whose values nobody could have typed: sessions, whatever they are called. */
const OPAQUE = /^[A-Za-z0-9+/=_.%~-]{20,}$/;
/** The name under which a value counts that is secret for where it stands. */
const SESSION = 'session';

/** Masks a header field's value: credentials whole, cookies one by one, anything else by its looks. */
export function maskHeader(name: string, value: string, masker: Masker, found: Found): string {
  const lower = name.toLowerCase();
  if (lower === 'authorization' || lower === 'proxy-authorization') return maskCredentials(value, masker, found);
  if (lower === 'cookie')
    return value
      .split(';')
      .map((pair) => maskCookie(pair, masker, found))
      .join(';');
  if (lower === 'set-cookie') {
    const [pair = '', ...attributes] = value.split(';');
    return [maskCookie(pair, masker, found), ...attributes].join(';');
  }
  return masker.field(lower, value, found);
}

/** Keeps the scheme (RFC 9110, section 11.4): that it was Basic or Bearer says something, and is no secret. */
function maskCredentials(value: string, masker: Masker, found: Found): string {
  const space = value.indexOf(' ');
  return value.slice(0, space + 1) + masker.secret('authorization', value.slice(space + 1), found);
}

function maskCookie(pair: string, masker: Masker, found: Found): string {
  const equals = pair.indexOf('=');
  if (equals < 0) return pair;
  const name = pair.slice(0, equals).trim();
  const value = pair.slice(equals + 1);
  const secret = masker.isSecret(name) ? name : OPAQUE.test(value) ? SESSION : undefined;
  return `${pair.slice(0, equals + 1)}${secret === undefined ? masker.text(value, found) : masker.secret(secret, value, found)}`;
}
