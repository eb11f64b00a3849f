import type { Catalogue, Key, Lang, PluralKey } from './catalogue.ts';

/** Values of a text's `{name}` placeholders; numbers are written in the language's own digits grouping. */
type Values = Readonly<Record<string, string | number>>;

export interface Translator {
  readonly lang: Lang;
  /** The text of `key` with its placeholders filled. */
  readonly t: (key: Key, values?: Values) => string;
  /** The text of `key` in the plural form for `count`, which also fills `{count}`. */
  readonly tn: (key: PluralKey, count: number, values?: Values) => string;
  /** The text of a key made from outside data (an ATT&CK tactic, a server's code), or `undefined` where none exists. */
  readonly find: (key: string) => string | undefined;
}

const PLACEHOLDER = /\{(\w+)\}/g;

/** Binds a language's catalogue; a missing key is reported on the console and shown as itself. */
export function translator(lang: Lang, catalogue: Catalogue): Translator {
  const plural = new Intl.PluralRules(lang);
  const numbers = new Intl.NumberFormat(lang);
  const lookUp = (key: string): string => {
    const found = catalogue.get(key);
    if (found === undefined) console.error(`missing translation: ${lang} ${key}`);
    return found ?? key;
  };
  const fill = (template: string, values: Values): string =>
    template.replace(PLACEHOLDER, (whole, name: string) => {
      const value = values[name];
      if (value === undefined) return whole;
      return typeof value === 'number' ? numbers.format(value) : value;
    });
  return {
    lang,
    t: (key, values = {}) => fill(lookUp(key), values),
    tn: (key, count, values = {}) => {
      const form = plural.select(count) === 'one' ? 'one' : 'other';
      return fill(lookUp(`${key}.${form}`), { ...values, count });
    },
    find: (key) => catalogue.get(key),
  };
}
