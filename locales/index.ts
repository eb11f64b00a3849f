import { readdirSync, readFileSync } from 'node:fs';
import { LANGS, type Lang } from './langs.ts';

export { LANGS, type Lang };

type Catalogue = ReadonlyMap<string, string>;

const catalogues = new Map<Lang, Catalogue>();

/** Files of one language merged: `errors.json` `{"a": {"b": "…"}}` gives the key `errors.a.b`. */
function load(lang: Lang): Catalogue {
  const entries = new Map<string, string>();
  const folder = new URL(`./${lang}/`, import.meta.url);
  for (const file of readdirSync(folder)) {
    if (!file.endsWith('.json')) continue;
    flatten(file.slice(0, -'.json'.length), JSON.parse(readFileSync(new URL(file, folder), 'utf8')), entries);
  }
  return entries;
}

function flatten(prefix: string, node: unknown, into: Map<string, string>): void {
  if (typeof node === 'string') into.set(prefix, node);
  else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node)) flatten(`${prefix}.${key}`, value, into);
  }
}

/** All keys and texts of one language. */
export function catalogue(lang: Lang): Catalogue {
  let found = catalogues.get(lang);
  if (found === undefined) catalogues.set(lang, (found = load(lang)));
  return found;
}

/**
 * The text for `key` in `lang`, with `{name}` replaced from `values`. A missing key answers the key itself: the
 * translations check makes sure that none is missing.
 */
export function text(lang: Lang, key: string, values: Readonly<Record<string, string | number>> = {}): string {
  const template = catalogue(lang).get(key) ?? key;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (name in values ? String(values[name]) : whole));
}

/** The language of a BCP 47 tag or a POSIX locale (`ko_KR.UTF-8`); English where it is none of ours. */
export function langOf(tag: string | undefined): Lang {
  const head = (tag ?? '').slice(0, 2).toLowerCase();
  return LANGS.find((lang) => lang === head) ?? 'en';
}
