import { ActionIcon, Menu, Tooltip } from '@mantine/core';
import { useUpdateMe } from '../api/session.ts';
import { LANGS, type Lang } from '../i18n/catalogue.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { LANG_NAMES } from '../i18n/names.ts';
import { Icon } from '../ui/Icon.tsx';
import { useNotify } from '../ui/useNotify.ts';

/** Switches the console's language and saves it with the user. */
export function LanguageMenu() {
  const { t, lang, setLang } = useI18n();
  const update = useUpdateMe();
  const notify = useNotify();
  const choose = async (next: Lang) => {
    await setLang(next);
    update.mutate({ lang: next }, { onError: notify.failed });
  };
  return (
    <Menu>
      <Menu.Target>
        <Tooltip label={t('nav.language')}>
          <ActionIcon variant="subtle" color="gray" aria-label={t('nav.language')}>
            <Icon name="language" />
          </ActionIcon>
        </Tooltip>
      </Menu.Target>
      <Menu.Dropdown>
        {LANGS.map((each) => (
          <Menu.Item
            key={each}
            lang={each}
            onClick={() => void choose(each)}
            leftSection={
              each === lang ? <Icon name="check" label={t('common.chosen')} /> : <span style={{ width: 16 }} />
            }
          >
            {LANG_NAMES[each]}
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
