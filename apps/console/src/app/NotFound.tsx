import { Link } from '@tanstack/react-router';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { EmptyState } from '../ui/EmptyState.tsx';

export function NotFound() {
  const { t } = useI18n();
  return (
    <EmptyState icon="search" title={t('notFound.title')} hint={t('notFound.hint')}>
      <Link to="/">{t('notFound.home')}</Link>
    </EmptyState>
  );
}
