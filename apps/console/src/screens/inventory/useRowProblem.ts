import { ApiError } from '../../api/error.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useFieldName } from './useFieldName.ts';

/** What is wrong with a row that the server refused, in words; `undefined` for any other failure. */
export function useRowProblem(error: unknown): { readonly what: string; readonly value: string } | undefined {
  const { t, find } = useI18n();
  const fieldName = useFieldName();
  if (!(error instanceof ApiError) || error.code !== 'inventory_row_invalid') return undefined;
  const [field = '', reason = '', ...value] = (error.where ?? '').split(' ');
  return {
    what: t('inventory.rowProblem', { field: fieldName(field), reason: find(`inventory.reasons.${reason}`) ?? reason }),
    value: value.join(' '),
  };
}
