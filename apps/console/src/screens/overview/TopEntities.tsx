import type { Overview } from '@haechi/platform/api/schemas/overview.ts';
import { useNavigate } from '@tanstack/react-router';
import type { RangeParams } from '../../format/range.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { clause } from '../../ui/clause.ts';
import { Panel } from '../../ui/Panel.tsx';
import { TopValueList } from '../../ui/TopValueList.tsx';
import styles from './OverviewScreen.module.css';

/** The fields that the overview counts. */
const FIELDS = { host: 'host.name', user: 'user.name', address: 'source.ip' } as const;
const KINDS = ['host', 'user', 'address'] as const;

interface Props {
  readonly top: Overview['topEntities'];
  readonly params: RangeParams;
}

/** The hosts, users and addresses seen most; each opens its events in the search. */
export function TopEntities({ top, params }: Props) {
  const { t } = useI18n();
  const navigate = useNavigate();
  return (
    <div className={styles.three}>
      {KINDS.map((kind) => (
        <Panel key={kind} title={t(`overview.top.${kind}`)}>
          <TopValueList
            rows={top[kind]}
            none={t('overview.noTop')}
            onKeep={(value) => void navigate({ to: '/search', search: { ...params, q: clause(FIELDS[kind], value) } })}
          />
        </Panel>
      ))}
    </div>
  );
}
