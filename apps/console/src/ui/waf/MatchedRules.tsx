import type { Trial, WafSite } from '@haechi/platform/api/schemas/waf.ts';
import { Button } from '@mantine/core';
import { useHasRole } from '../../api/useRole.ts';
import { useSiteChanges } from '../../api/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { PlainTable } from '../PlainTable.tsx';
import { useNotify } from '../useNotify.ts';
import { exclusionsOf } from './exclusions.ts';

interface Props {
  readonly site: WafSite;
  /** Path of the request, to which exclusions are narrowed. */
  readonly path: string | undefined;
  readonly rules: Trial['rules'];
  readonly onExcluded?: () => void;
}

/** The rules that matched a request, and one click to say that the request was normal. */
export function MatchedRules({ site, path, rules, onExcluded }: Props) {
  const { t, tn } = useI18n();
  const notify = useNotify();
  const { exclude } = useSiteChanges(site.id);
  const mayChange = useHasRole('responder');
  const exclusions = exclusionsOf(rules, path, site.exclusions);
  const declareNormal = async () => {
    try {
      for (const exclusion of exclusions) await exclude.mutateAsync({ ...exclusion, reason: t('waf.normalReason') });
      notify.done(tn('waf.excluded', exclusions.length));
      onExcluded?.();
    } catch (error) {
      notify.failed(error);
    }
  };
  return (
    <>
      <PlainTable
        label={t('waf.matched')}
        head={[t('waf.rule'), t('waf.finding'), t('waf.target'), t('waf.data')]}
        rows={rules.map((rule) => ({
          id: `${rule.id} ${rule.variable} ${rule.data}`,
          cells: [
            <span key="rule" className="mono" style={{ whiteSpace: 'nowrap' }}>
              {rule.id}
            </span>,
            rule.msg,
            <span key="target" className="mono">
              {rule.variable}
            </span>,
            <span key="data" className="mono" style={{ wordBreak: 'break-all' }}>
              {rule.data}
            </span>,
          ],
        }))}
      />
      {mayChange && exclusions.length > 0 && (
        <div>
          <Button size="xs" variant="default" loading={exclude.isPending} onClick={() => void declareNormal()}>
            {t('waf.declareNormal')}
          </Button>
        </div>
      )}
    </>
  );
}
