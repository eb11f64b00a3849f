import type { Found, Masker } from '../masker.ts';

/** Masks values in `name=value&name=value`, as in a query string or a form (WHATWG URL, application/x-www-form-urlencoded). */
export function maskUrlencoded(text: string, masker: Masker, found: Found): string {
  if (text === '') return text;
  const pairs = text.split('&');
  let changed = false;
  for (const [index, pair] of pairs.entries()) {
    const equals = pair.indexOf('=');
    const name = equals < 0 ? '' : decoded(pair.slice(0, equals));
    const value = decoded(pair.slice(equals + 1));
    const masked = masker.field(name, value, found);
    if (masked === value) continue;
    pairs[index] = pair.slice(0, equals + 1) + escaped(masked);
    changed = true;
  }
  return changed ? pairs.join('&') : text;
}

function decoded(text: string): string {
  const spaced = text.includes('+') ? text.replaceAll('+', ' ') : text;
  if (!spaced.includes('%')) return spaced;
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
}

/** What must not stand bare in a value; brackets and colons of a mask stay readable. */
function escaped(text: string): string {
  return text.replaceAll(/[%&+#\s]/g, (char) => (char === ' ' ? '+' : encodeURIComponent(char)));
}
