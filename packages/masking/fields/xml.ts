import type { Found, Masker } from '../masker.ts';

/** `<name attributes>text</` — text of elements without children; entities stay as they are. */
const ELEMENT = /<(?:[\w.-]+:)?([\w.-]+)((?:\s[^<>]*)?)>([^<]*)/g;
const CDATA = /<(?:[\w.-]+:)?([\w.-]+)(?:\s[^<>]*)?>\s*<!\[CDATA\[([^\]]*)/g;
const ATTRIBUTE = /([\w.:-]+)(\s*=\s*)("[^"]*"|'[^']*')/g;

/** Masks element texts and attribute values in XML or HTML text, by their names and by their looks. */
export function maskXml(text: string, masker: Masker, found: Found): string {
  return text
    .replaceAll(CDATA, (whole, name: string, value: string) => {
      const masked = masker.field(name, value, found);
      return masked === value ? whole : whole.slice(0, whole.length - value.length) + masked;
    })
    .replaceAll(ELEMENT, (whole, name: string, attributes: string, value: string) => {
      const shown = attributes.includes('=')
        ? whole
            .slice(0, whole.length - value.length)
            .replaceAll(ATTRIBUTE, (one, key: string, sign: string, quoted: string) => {
              const inner = quoted.slice(1, -1);
              const masked = masker.field(key, inner, found);
              return masked === inner ? one : `${key}${sign}${quoted[0]}${masked}${quoted[0]}`;
            })
        : whole.slice(0, whole.length - value.length);
      return shown + masker.field(name, value, found);
    });
}
