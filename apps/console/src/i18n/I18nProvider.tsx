import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from 'react';
import { type Catalogue, type Lang, loadCatalogue } from './catalogue.ts';
import { rememberLang } from './preferred.ts';
import { type Translator, translator } from './translate.ts';

interface I18n extends Translator {
  /** Fetches the language's texts, then switches the whole console to it. */
  readonly setLang: (lang: Lang) => Promise<void>;
}

const Context = createContext<I18n | undefined>(undefined);

interface Props {
  readonly initial: { readonly lang: Lang; readonly catalogue: Catalogue };
  readonly children: ReactNode;
}

/** Gives every component `useI18n`; the first language is loaded before the first paint. */
export function I18nProvider({ initial, children }: Props) {
  const [current, setCurrent] = useState(initial);
  const setLang = useCallback(async (lang: Lang) => {
    const catalogue = await loadCatalogue(lang);
    rememberLang(lang);
    document.documentElement.lang = lang;
    setCurrent({ lang, catalogue });
  }, []);
  const value = useMemo(() => ({ ...translator(current.lang, current.catalogue), setLang }), [current, setLang]);
  return <Context value={value}>{children}</Context>;
}

export function useI18n(): I18n {
  const value = useContext(Context);
  if (value === undefined) throw new Error('useI18n outside I18nProvider');
  return value;
}
