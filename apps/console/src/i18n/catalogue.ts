import type ko from '../../../../locales/ko/console.json';

/** Languages of the console; Korean is the reference. */
export const LANGS = ['ko', 'en', 'ja'] as const;
export type Lang = (typeof LANGS)[number];

type Texts = typeof ko;

/** A text with one form per plural category; Korean and Japanese use `other` for every number. */
interface PluralForms {
  readonly one: string;
  readonly other: string;
}

type Keys<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string
    ? `${Prefix}${K}`
    : T[K] extends PluralForms
      ? never
      : Keys<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

type PluralKeys<T, Prefix extends string = ''> = {
  [K in keyof T & string]: T[K] extends string
    ? never
    : T[K] extends PluralForms
      ? `${Prefix}${K}`
      : PluralKeys<T[K], `${Prefix}${K}.`>;
}[keyof T & string];

/** Dotted key of a plain text, for example `search.run`. */
export type Key = Keys<Texts>;
/** Dotted key of a text that depends on a number, for example `incidents.count`. */
export type PluralKey = PluralKeys<Texts>;

/** Dotted key (plural forms as `key.one`, `key.other`) to text. */
export type Catalogue = ReadonlyMap<string, string>;

const loaders: Record<Lang, () => Promise<{ default: unknown }>> = {
  ko: () => import('../../../../locales/ko/console.json'),
  en: () => import('../../../../locales/en/console.json'),
  ja: () => import('../../../../locales/ja/console.json'),
};

/** Fetches one language; the others stay on the server. */
export async function loadCatalogue(lang: Lang): Promise<Catalogue> {
  const entries = new Map<string, string>();
  flatten('', (await loaders[lang]()).default, entries);
  return entries;
}

function flatten(prefix: string, node: unknown, into: Map<string, string>): void {
  if (typeof node === 'string') into.set(prefix, node);
  else if (typeof node === 'object' && node !== null) {
    for (const [key, value] of Object.entries(node)) flatten(prefix === '' ? key : `${prefix}.${key}`, value, into);
  }
}
