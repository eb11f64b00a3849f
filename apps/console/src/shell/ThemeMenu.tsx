import { ActionIcon, Menu, Tooltip, useMantineColorScheme } from '@mantine/core';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { Icon } from '../ui/Icon.tsx';
import { THEMES } from './themes.ts';

/** Light, dark, or as the system has it. */
export function ThemeMenu() {
  const { t } = useI18n();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const current = THEMES.find((theme) => theme.value === colorScheme);
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={t('nav.theme')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('nav.theme')}>
            <Icon name={current?.icon ?? 'auto'} />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {THEMES.map(({ value, icon, label }) => (
          <Menu.Item
            key={value}
            onClick={() => setColorScheme(value)}
            leftSection={<Icon name={icon} />}
            rightSection={value === colorScheme ? <Icon name="check" label={t('common.chosen')} /> : null}
          >
            {t(label)}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
