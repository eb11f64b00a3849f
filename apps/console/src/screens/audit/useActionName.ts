import { useCallback } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';

/** An audited action in the user's language; one that we have no words for keeps its own name. */
export function useActionName(): (action: string) => string {
  const { find } = useI18n();
  return useCallback((action) => find(`audit.actions.${action.replaceAll('.', '_')}`) ?? action, [find]);
}
