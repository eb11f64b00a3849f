import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { type Question, useFields } from '../../api/search.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { FieldItem } from './FieldItem.tsx';
import styles from './FieldSidebar.module.css';

interface Props {
  readonly question: Question;
  readonly columns: readonly string[];
  readonly onFilter: (field: string, value: string, keep: boolean) => void;
  readonly onColumn: (field: string) => void;
}

/** The fields seen in the range; each opens its most frequent values, which narrow the search. */
export function FieldSidebar({ question, columns, onFilter, onColumn }: Props) {
  const { t } = useI18n();
  const [wanted, setWanted] = useState('');
  const fields = useFields(question).data?.rows;
  const shown = (fields ?? []).filter(({ name }) => name.toLowerCase().includes(wanted.toLowerCase()));
  return (
    <aside className={styles.side} aria-label={t('search.fields')}>
      <div className={styles.find}>
        <TextInput
          size="xs"
          placeholder={t('search.findField')}
          aria-label={t('search.findField')}
          leftSection={<Icon name="filter" size={13} />}
          value={wanted}
          onChange={(event) => setWanted(event.currentTarget.value)}
        />
      </div>
      {shown.length === 0 ? (
        <div className={styles.none}>{fields === undefined ? t('common.loading') : t('search.noFields')}</div>
      ) : (
        <ul className={styles.list}>
          {shown.map(({ name }) => (
            <FieldItem
              key={name}
              name={name}
              question={question}
              isColumn={columns.includes(name)}
              onFilter={onFilter}
              onColumn={onColumn}
            />
          ))}
        </ul>
      )}
    </aside>
  );
}
