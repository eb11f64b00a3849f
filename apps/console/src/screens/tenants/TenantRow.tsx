import type { Tenant } from '@haechi/platform/api/schemas/tenants.ts';
import type { Usage } from '@haechi/platform/api/schemas/usage.ts';
import { Link } from '@tanstack/react-router';
import { useHasRole } from '../../api/useRole.ts';
import { useFormat } from '../../format/useFormat.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { byteText } from '../../ui/byteText.ts';
import { Icon } from '../../ui/Icon.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import styles from './TenantsScreen.module.css';

const INDENT_PX = 22;

interface Props {
  readonly tenant: Tenant;
  /** Path of the topmost tenant shown. */
  readonly top: string;
  readonly usage: Usage | undefined;
  readonly onAdd: () => void;
  readonly onEdit: () => void;
}

export function TenantRow({ tenant, top, usage, onAdd, onEdit }: Props) {
  const { t, tn, lang } = useI18n();
  const format = useFormat();
  const mayChange = useHasRole('admin');
  const isFull = usage !== undefined && tenant.bytesPerDay !== null && usage.bytes >= tenant.bytesPerDay;
  const depth = tenant.path.split('/').length - top.split('/').length;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the link and buttons inside take the focus
    <div
      role="treeitem"
      aria-level={depth + 1}
      className={styles.row}
      style={{ paddingLeft: 14 + Math.max(0, depth) * INDENT_PX }}
    >
      <Link to="/incidents" search={{ tenant: tenant.path }} className={styles.name} title={t('tenants.open')}>
        <Icon name="tenants" size={14} />
        {tenant.name}
      </Link>
      <span className={`${styles.path} mono`}>{tenant.path}</span>
      {usage !== undefined && (
        <span
          className={`${styles.today} nums`}
          title={t('tenants.todayHint', {
            accepted: format.number(usage.accepted),
            rejected: format.number(usage.rejected),
          })}
        >
          {t('tenants.today', { bytes: byteText(usage.bytes, lang) })}
          {tenant.bytesPerDay !== null && ` / ${byteText(tenant.bytesPerDay, lang)}`}
          {isFull && <span className={styles.full}> · {t('tenants.overVolume')}</span>}
        </span>
      )}
      <span className={`${styles.kept} nums`}>{tn('tenants.kept', tenant.retentionDays)}</span>
      <IconButton icon="plus" label={t('tenants.add')} disabled={!mayChange} onClick={onAdd} />
      <IconButton icon="settings" label={t('tenants.edit')} disabled={!mayChange} onClick={onEdit} />
    </div>
  );
}
