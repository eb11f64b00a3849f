import { useEffect, useRef } from 'react';
import { useMe } from '../api/session.ts';
import type { Lang } from '../i18n/catalogue.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';

/**
 * The language saved with the user wins over the browser's, on every machine where they sign in. Only a change of the
 * saved language moves the screen: the menu changes the screen first and saves after.
 */
export function useFollowUserLang(): void {
  const { user } = useMe();
  const { setLang } = useI18n();
  const followed = useRef<Lang>(undefined);
  useEffect(() => {
    if (followed.current === user.lang) return;
    followed.current = user.lang;
    void setLang(user.lang);
  }, [user.lang, setLang]);
}
