import { Link, Outlet } from '@tanstack/react-router';
import { useState } from 'react';
import { useMe } from '../api/session.ts';
import logo from '../app/haechi.svg';
import { TimeZoneProvider } from '../format/TimeZoneProvider.tsx';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { LiveProvider } from '../live/LiveProvider.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { HelpOverlay } from './HelpOverlay.tsx';
import { LanguageMenu } from './LanguageMenu.tsx';
import { LivePill } from './LivePill.tsx';
import { Nav } from './Nav.tsx';
import styles from './Shell.module.css';
import { TenantPicker } from './TenantPicker.tsx';
import { ThemeMenu } from './ThemeMenu.tsx';
import { UserMenu } from './UserMenu.tsx';
import { useFollowUserLang } from './useFollowUserLang.ts';
import { useGlobalKeys } from './useGlobalKeys.ts';

/** Frame of every signed-in screen: header, menu, content, keys, live updates. */
export function Shell() {
  const { t } = useI18n();
  const me = useMe();
  const [help, setHelp] = useState(false);
  useFollowUserLang();
  useGlobalKeys(() => setHelp((shown) => !shown));
  return (
    <TimeZoneProvider zone={me.user.timeZone}>
      <LiveProvider>
        <div className={styles.shell}>
          <header className={styles.header}>
            <a className={styles.skip} href="#main">
              {t('nav.skip')}
            </a>
            <Link to="/" className={styles.brand}>
              <img src={logo} width={24} height={24} alt="" />
              {t('nav.product')}
            </Link>
            <TenantPicker />
            <span className={styles.spacer} />
            <LivePill />
            <LanguageMenu />
            <ThemeMenu />
            <IconButton icon="help" label={t('help.open')} onClick={() => setHelp(true)} />
            <UserMenu />
          </header>
          <Nav />
          <main id="main" className={styles.main} tabIndex={-1}>
            <Outlet />
          </main>
        </div>
        <HelpOverlay opened={help} onClose={() => setHelp(false)} />
      </LiveProvider>
    </TimeZoneProvider>
  );
}
