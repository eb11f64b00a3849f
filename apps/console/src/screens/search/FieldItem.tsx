import { useState } from 'react';
import { type Question, useTopValues } from '../../api/search.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { TopValueList } from '../../ui/TopValueList.tsx';
import styles from './FieldSidebar.module.css';

interface Props {
  readonly name: string;
  readonly question: Question;
  readonly isColumn: boolean;
  readonly onFilter: (field: string, value: string, keep: boolean) => void;
  readonly onColumn: (field: string) => void;
}

export function FieldItem({ name, question, isColumn, onFilter, onColumn }: Props) {
  const { t } = useI18n();
  const [open, setOpen] = useState(false);
  const top = useTopValues(question, name, open);
  return (
    <li>
      <div className={styles.field}>
        <button type="button" className={styles.name} aria-expanded={open} onClick={() => setOpen(!open)} title={name}>
          <Icon name={open ? 'chevronDown' : 'chevronRight'} size={12} />
          <span className="mono">{name}</span>
        </button>
        <IconButton
          icon={isColumn ? 'minus' : 'plus'}
          label={isColumn ? t('search.removeColumn', { name }) : t('search.addColumn', { name })}
          onClick={() => onColumn(name)}
        />
      </div>
      {open && (
        <div className={styles.values}>
          <Loaded query={top} height={60}>
            {({ rows }) => (
              <TopValueList
                rows={rows}
                none={t('search.noValues')}
                onKeep={(value) => onFilter(name, value, true)}
                onDrop={(value) => onFilter(name, value, false)}
              />
            )}
          </Loaded>
        </div>
      )}
    </li>
  );
}
