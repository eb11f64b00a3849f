import type { Overview } from '@haechi/platform/api/schemas/overview.ts';
import { Link } from '@tanstack/react-router';
import { useFormat } from '../../format/useFormat.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { useRuleTitle } from '../../i18n/useRuleTitle.ts';
import { LevelMark } from '../../ui/LevelMark.tsx';
import { Panel } from '../../ui/Panel.tsx';
import styles from './TopRules.module.css';

const SHOWN = 6;

/** The rules that fire most; each opens its page with its findings. */
export function TopRules({ rules }: { readonly rules: Overview['topRules'] }) {
  const { t } = useI18n();
  const ruleTitle = useRuleTitle();
  const format = useFormat();
  return (
    <Panel
      title={t('overview.topRules')}
      aside={
        <Link to="/rules" search={{ view: 'fired' }}>
          {t('overview.allRules')}
        </Link>
      }
      flush
    >
      {rules.length === 0 ? (
        <div className={styles.none}>{t('overview.noRules')}</div>
      ) : (
        <ol className={styles.list}>
          {rules.slice(0, SHOWN).map((rule) => (
            <li key={rule.ruleId}>
              <Link
                to="/rules"
                search={{ rule: rule.ruleId, view: 'fired' }}
                className={styles.item}
                title={ruleTitle(rule)}
              >
                <LevelMark level={rule.level} />
                <span className={styles.title}>{ruleTitle(rule)}</span>
                <span className="nums">{format.number(rule.count)}</span>
              </Link>
            </li>
          ))}
        </ol>
      )}
    </Panel>
  );
}
