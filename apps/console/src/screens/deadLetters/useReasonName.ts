import { useCallback } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';

/** A reject code in words; one that we have no words for keeps its own name. */
export function useReasonName(): (reason: string) => string {
  const { find } = useI18n();
  return useCallback((reason) => find(`deadLetters.reasons.${reason}`) ?? reason, [find]);
}
