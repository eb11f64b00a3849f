import type { AuditEntry } from '@haechi/platform/api/schemas/audit.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Icon } from '../../ui/Icon.tsx';

const LOOK = {
  success: { icon: 'check', color: 'var(--good)' },
  failure: { icon: 'close', color: 'var(--bad)' },
  denied: { icon: 'shieldOff', color: 'var(--level-high)' },
} as const;

export function Outcome({ outcome }: { readonly outcome: AuditEntry['outcome'] }) {
  const { t } = useI18n();
  const { icon, color } = LOOK[outcome];
  return (
    <span style={{ display: 'inline-flex', alignItems: 'center', gap: 5, color }}>
      <Icon name={icon} size={13} />
      {t(`audit.outcomes.${outcome}`)}
    </span>
  );
}
