import type { RulePack } from '@haechi/platform/api/schemas/rules.ts';
import { Alert } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';
import styles from './RejectedRules.module.css';

/** Rules of an upload that could not be loaded: which, and why. */
export function RejectedRules({ rejected }: { readonly rejected: RulePack['rejected'] }) {
  const { t } = useI18n();
  if (rejected.length === 0) return null;
  return (
    <Alert color="yellow" icon={<Icon name="warning" />} title={t('packs.rejected')}>
      <ul className={styles.list}>
        {rejected.map(({ path, reason }) => (
          <li key={`${path} ${reason}`}>
            <span className="mono">{path}</span>
            <div>{reason}</div>
          </li>
        ))}
      </ul>
    </Alert>
  );
}
