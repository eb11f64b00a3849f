import { useSettings } from '../../api/settings.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { InstallationForm } from './InstallationForm.tsx';

/** Settings of the whole installation. */
export function InstallationPanel() {
  const { t } = useI18n();
  const settings = useSettings();
  return (
    <Panel title={t('settings.installation')}>
      <Loaded query={settings} height={260}>
        {(data) => <InstallationForm settings={data} />}
      </Loaded>
    </Panel>
  );
}
