import { useI18n } from '../i18n/I18nProvider.tsx';
import styles from './EventDrawer.module.css';
import { flatten } from './flatten.ts';
import { IconButton } from './IconButton.tsx';

interface Props {
  readonly document: object;
  readonly onFilter?: (field: string, value: string, keep: boolean) => void;
}

/** The leaves of a document, one a line, each able to narrow the search. */
export function FieldTable({ document, onFilter }: Props) {
  const { t } = useI18n();
  const leaves = flatten(document);
  if (leaves.length === 0) return <p>{t('event.noFields')}</p>;
  return (
    <table className={styles.fields}>
      <tbody>
        {leaves.map(({ name, value }) => (
          <tr key={name}>
            <th scope="row" className="mono">
              {name}
            </th>
            <td className="mono">{value}</td>
            {onFilter !== undefined && (
              <td className={styles.acts}>
                <IconButton
                  icon="filter"
                  label={t('search.keep', { value })}
                  onClick={() => onFilter(name, value, true)}
                />
                <IconButton
                  icon="filterOut"
                  label={t('search.drop', { value })}
                  onClick={() => onFilter(name, value, false)}
                />
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
