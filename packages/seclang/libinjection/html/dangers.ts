import dangers from './dangers.json' with { type: 'json' };

/** Elements that run or load something by themselves. This list and the next two are made by `generate/html.ts`. */
const TAGS: ReadonlySet<string> = new Set(dangers.tags);

/** What makes an attribute dangerous: that it is there, its address, or the attribute that it names. */
export type AttributeDanger = 'itself' | 'address' | 'names' | 'none';

const ATTRIBUTES: ReadonlyMap<string, AttributeDanger> = new Map(
  Object.entries(dangers.attributes) as [string, AttributeDanger][],
);

/** Schemes that run what follows. */
const SCHEMES: readonly string[] = dangers.schemes;

const plain = (name: string): string => name.replaceAll('\0', '').toUpperCase();

export function isDangerousTag(name: string): boolean {
  return name.length >= 3 && (TAGS.has(plain(name)) || /^(?:svg|xsl)/i.test(name));
}

export function dangerOf(attribute: string): AttributeDanger {
  if (attribute.length < 2) return 'none';
  const name = plain(attribute);
  if (attribute.length >= 5 && (/^on/i.test(attribute) || /^(?:XMLNS|XLINK)$/.test(plain(attribute.slice(0, 5)))))
    return 'itself';
  return ATTRIBUTES.get(name) ?? 'none';
}

/** Whether an address begins with a scheme that runs it, as a browser reads it: entities decoded, noise passed over. */
export function isDangerousAddress(value: string): boolean {
  let start = 0;
  while (start < value.length && (value.charCodeAt(start) <= 32 || value.charCodeAt(start) >= 127)) start++;
  const address = value.slice(start);
  return SCHEMES.some((scheme) => begins(address, scheme));
}

function begins(value: string, scheme: string): boolean {
  let at = 0;
  let matched = 0;
  while (at < value.length) {
    if (matched === scheme.length) return true;
    const { code, next } = charAt(value, at);
    at = next;
    if (matched === 0 && code <= 32) continue;
    if (code === 0 || code === 10) continue;
    const upper = code >= 97 && code <= 122 ? code - 32 : code;
    if (upper !== scheme.charCodeAt(matched)) return false;
    matched++;
  }
  return matched === scheme.length;
}

/** Largest number of a character reference; more is no reference. */
const LARGEST = 0x1000ff;

/** The character at a place; a numeric reference is decoded, with or without its semicolon. */
function charAt(value: string, at: number): { code: number; next: number } {
  const literal = { code: value.charCodeAt(at), next: at + 1 };
  if (value[at] !== '&' || value[at + 1] !== '#') return literal;
  const hex = /[xX]/.test(value[at + 2] ?? '');
  REFERENCE[hex ? 'hex' : 'decimal'].lastIndex = at;
  const found = REFERENCE[hex ? 'hex' : 'decimal'].exec(value);
  if (found === null) return literal;
  const code = Number.parseInt(found[1] ?? '', hex ? 16 : 10);
  return code > LARGEST ? literal : { code: code & 255, next: at + found[0].length };
}

const REFERENCE = { hex: /&#[xX]([0-9A-Fa-f]+);?/y, decimal: /&#([0-9]+);?/y };
