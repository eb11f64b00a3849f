import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Page } from '../../ui/Page.tsx';
import { AppearancePanel } from './AppearancePanel.tsx';
import { InstallationPanel } from './InstallationPanel.tsx';
import { PasswordPanel } from './PasswordPanel.tsx';
import { ProfilePanel } from './ProfilePanel.tsx';
import { RetentionPanel } from './RetentionPanel.tsx';
import styles from './SettingsScreen.module.css';

/** One's own language, theme, zone and password; for administrators those of the installation. */
export function SettingsScreen() {
  const { t } = useI18n();
  const isAdmin = useHasRole('admin');
  return (
    <Page title={t('nav.settings')}>
      <div className={styles.grid}>
        <ProfilePanel />
        <AppearancePanel />
        <PasswordPanel />
        {isAdmin && (
          <>
            <InstallationPanel />
            <RetentionPanel />
          </>
        )}
      </div>
    </Page>
  );
}
