import { useI18n } from '../../i18n/I18nProvider.tsx';

/** The name of a row's field as the columns of the lists have it. */
export function useFieldName(): (field: string) => string {
  const { find } = useI18n();
  return (field) => find(`inventory.fields.${field}`) ?? field;
}
