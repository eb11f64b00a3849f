import { Link } from '@tanstack/react-router';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { Icon } from '../ui/Icon.tsx';
import styles from './Nav.module.css';
import { useDestinations } from './useDestinations.ts';

/** The menu at the left; below 1,200 px only icons, named on hover and to screen readers. */
export function Nav() {
  const { t } = useI18n();
  const destinations = useDestinations();
  const links = (group: 'work' | 'manage') =>
    destinations
      .filter((destination) => destination.group === group)
      .map(({ to, label, icon }) => (
        <Link key={to} to={to} className={styles.link} activeOptions={{ exact: to === '/' }} title={t(label)}>
          <Icon name={icon} size={18} />
          <span className={styles.label}>{t(label)}</span>
        </Link>
      ));
  return (
    <nav className={styles.nav} aria-label={t('nav.menu')}>
      {links('work')}
      <div className={styles.separator} />
      <div className={styles.group}>{t('nav.manage')}</div>
      {links('manage')}
    </nav>
  );
}
