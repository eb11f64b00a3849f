import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useLive } from '../../live/useLive.ts';
import { Panel } from '../../ui/Panel.tsx';
import styles from './LiveRate.module.css';
import { Sparkline } from './Sparkline.tsx';

/** Events a second now, with the last two minutes. */
export function LiveRate() {
  const { t, tn } = useI18n();
  const { perSecond, total, rate, connection } = useLive();
  return (
    <Panel title={t('overview.live')} aside={t(`live.${connection}`)}>
      <div className={styles.live}>
        <output className={`${styles.number} nums`}>{t('live.rate', { count: Math.round(perSecond) })}</output>
        <Sparkline points={rate} />
      </div>
      {total !== undefined && <div className={`${styles.total} nums`}>{tn('overview.total', total)}</div>}
    </Panel>
  );
}
