import { useCallback } from 'react';
import { useI18n } from '../i18n/I18nProvider.tsx';

/** An ATT&CK tactic in the user's language; one that we do not know keeps its own name. */
export function useTacticName(): (tactic: string) => string {
  const { find } = useI18n();
  return useCallback((tactic) => find(`tactic.${tactic}`) ?? tactic, [find]);
}
