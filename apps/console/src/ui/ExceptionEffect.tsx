import type { ExceptionDraft, ExceptionPreview } from '@haechi/platform/api/schemas/rules.ts';
import { useExceptionPreview } from '../api/exceptions.ts';
import { useFormat } from '../format/useFormat.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { EntityLine } from './EntityLine.tsx';
import styles from './ExceptionEffect.module.css';
import { Loaded } from './Loaded.tsx';
import { Time } from './Time.tsx';

interface Props {
  readonly ruleId: string;
  readonly draft: ExceptionDraft;
}

/** What an exception would have silenced in the last seven days, before it is saved. */
export function ExceptionEffect({ ruleId, draft }: Props) {
  const { t } = useI18n();
  const preview = useExceptionPreview(ruleId, draft);
  return (
    <section className={styles.effect} aria-label={t('exception.effect')} aria-live="polite">
      <Loaded query={preview} height={64}>
        {(effect) => <Effect effect={effect} />}
      </Loaded>
    </section>
  );
}

function Effect({ effect }: { readonly effect: ExceptionPreview }) {
  const { t, tn } = useI18n();
  const format = useFormat();
  const { examined, silenced, lessened, unknown, hasMore, newest } = effect;
  const count = format.number(examined);
  if (examined === 0) return <p className={styles.line}>{t('exception.noRecent')}</p>;
  return (
    <>
      <p className={styles.line}>
        {silenced === 0
          ? t('exception.silencesNone', { examined: count })
          : t('exception.silences', { examined: count, silenced: format.number(silenced) })}
      </p>
      {silenced === examined && examined > 1 && <p className={styles.warning}>{t('exception.silencesAll')}</p>}
      <ul className={styles.list}>
        {newest.map((finding) => (
          <li key={finding.id} className={styles.item}>
            <Time iso={finding.time} as="minute" />
            <span>
              <EntityLine entities={finding.entities} />
            </span>
          </li>
        ))}
      </ul>
      {silenced > newest.length && <p className={styles.side}>{tn('exception.andMore', silenced - newest.length)}</p>}
      {lessened > 0 && <p className={styles.side}>{tn('exception.lessened', lessened)}</p>}
      {unknown > 0 && <p className={styles.side}>{tn('exception.unknown', unknown)}</p>}
      {hasMore && <p className={styles.side}>{t('exception.onlyNewest', { examined: count })}</p>}
    </>
  );
}
