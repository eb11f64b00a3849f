import { LANGS, type Lang } from './catalogue.ts';

const STORAGE_KEY = 'haechi.lang';

/** The language chosen on this browser before, else the first of the browser's languages that exists, else Korean. */
export function preferredLang(): Lang {
  const wanted = [localStorage.getItem(STORAGE_KEY) ?? '', ...navigator.languages];
  for (const tag of wanted) {
    const found = LANGS.find((lang) => tag.toLowerCase().startsWith(lang));
    if (found !== undefined) return found;
  }
  return 'ko';
}

/** Remembers the language on this browser, for the pages before sign-in. */
export function rememberLang(lang: Lang): void {
  localStorage.setItem(STORAGE_KEY, lang);
}
