import type { AssetPreview, KnownUserPreview } from '@haechi/platform/api/schemas/inventory.ts';
import { Badge, Group } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import styles from './ImportPreview.module.css';
import { useFieldName } from './useFieldName.ts';

/** What would be done with a file, and which of its rows not, each with its line and reason. */
export function ImportPreview({ preview }: { readonly preview: AssetPreview | KnownUserPreview }) {
  const { t } = useI18n();
  const fieldName = useFieldName();
  const { added, changed, problemCount, problems, unknownColumns } = preview;
  return (
    <div className={styles.preview} role="status">
      <Group gap="xs">
        <Badge variant="light">{t('inventory.toAdd', { count: added })}</Badge>
        <Badge variant="light" color="gray">
          {t('inventory.toChange', { count: changed })}
        </Badge>
        <Badge variant="light" color={problemCount > 0 ? 'red' : 'gray'}>
          {t('inventory.refused', { count: problemCount })}
        </Badge>
      </Group>
      {added + changed === 0 && <div>{t('inventory.nothing')}</div>}
      {unknownColumns.length > 0 && (
        <div>{t('inventory.unknownColumns', { columns: unknownColumns.slice(0, 12).join(', ') })}</div>
      )}
      {problems.length > 0 && (
        <div className={styles.problems}>
          <PlainTable
            label={t('inventory.problems')}
            head={[t('inventory.line'), t('inventory.column'), t('inventory.reason'), t('inventory.value')]}
            right={[0]}
            rows={problems.map(({ line, field, reason, value }) => ({
              id: String(line),
              cells: [
                line,
                fieldName(field),
                t(`inventory.reasons.${reason}`),
                <span key="value" className="mono">
                  {value}
                </span>,
              ],
            }))}
          />
        </div>
      )}
      {problemCount > problems.length && <div>{t('inventory.problemsMore', { count: problems.length })}</div>}
    </div>
  );
}
