import { Kbd, Modal } from '@mantine/core';
import { useI18n } from '../i18n/I18nProvider.tsx';
import styles from './HelpOverlay.module.css';
import { useDestinations } from './useDestinations.ts';

interface Props {
  readonly opened: boolean;
  readonly onClose: () => void;
}

const KEYS = [
  { keys: ['/'], label: 'help.search' },
  { keys: ['j'], label: 'help.next' },
  { keys: ['k'], label: 'help.previous' },
  { keys: ['Enter'], label: 'help.openRow' },
  { keys: ['e'], label: 'help.evidence' },
  { keys: ['Esc'], label: 'help.close' },
  { keys: ['?'], label: 'help.open' },
] as const;

/** The map of the keyboard. */
export function HelpOverlay({ opened, onClose }: Props) {
  const { t } = useI18n();
  const destinations = useDestinations();
  const line = (keys: readonly string[], label: string) => (
    <div key={label} className={styles.line}>
      <span>{label}</span>
      <span className={styles.keys}>
        {keys.map((key) => (
          <Kbd key={key} size="sm">
            {key}
          </Kbd>
        ))}
      </span>
    </div>
  );
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      size="lg"
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <div className={styles.columns}>
        <div>
          <h3 className={styles.heading}>{t('help.work')}</h3>
          {KEYS.map(({ keys, label }) => line(keys, t(label)))}
        </div>
        <div>
          <h3 className={styles.heading}>{t('help.go')}</h3>
          {destinations.map(({ key, label }) => line(['g', key], t(label)))}
        </div>
      </div>
    </Modal>
  );
}
