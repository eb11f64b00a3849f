import { useCallback } from 'react';
import { ApiError, NOT_API, UNREACHABLE } from '../api/error.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';

interface ErrorText {
  readonly what: string;
  readonly where: string | undefined;
  readonly remedy: string | undefined;
  readonly requestId: string | undefined;
}

/** Words for a failure: the server's own in the user's language, or ours where it was not reached. */
export function useErrorText(): (error: unknown) => ErrorText {
  const { t } = useI18n();
  return useCallback(
    (error) => {
      if (!(error instanceof ApiError)) {
        const detail = error instanceof Error ? error.message : String(error);
        return { what: t('errors.console'), where: detail, remedy: t('errors.consoleRemedy'), requestId: undefined };
      }
      const { where, remedy, requestId } = error;
      if (error.code === UNREACHABLE) {
        return { what: t('errors.unreachable'), where, remedy: t('errors.unreachableRemedy'), requestId };
      }
      if (error.code === NOT_API) {
        const what = t('errors.notApi', { status: error.status });
        return { what, where: error.message || undefined, remedy: t('errors.notApiRemedy'), requestId };
      }
      return { what: error.message, where, remedy, requestId };
    },
    [t],
  );
}
