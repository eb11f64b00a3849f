import type { Finding } from '@haechi/platform/api/schemas/findings.ts';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { useFindingsOfRule } from '../../api/findings.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { EntityLine } from '../../ui/EntityLine.tsx';
import { ExceptionDialog } from '../../ui/ExceptionDialog.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { PlainTable } from '../../ui/PlainTable.tsx';
import { Time } from '../../ui/Time.tsx';

const SHOWN = 50;
const AROUND_MS = 60_000;

/** The newest findings of a rule, each the way to its events and to "this is normal here". */
export function RuleFindings({ ruleId }: { readonly ruleId: string }) {
  const { t } = useI18n();
  const findings = useFindingsOfRule(ruleId, SHOWN);
  const mayChange = useHasRole('responder');
  const [asking, setAsking] = useState<Finding>();
  const around = ({ time, eventIds }: Finding) => ({
    from: new Date(Date.parse(time) - AROUND_MS).toISOString(),
    to: new Date(Date.parse(time) + AROUND_MS).toISOString(),
    ...(eventIds[0] === undefined ? {} : { event: eventIds[0] }),
  });
  return (
    <Loaded query={findings}>
      {({ rows }) =>
        rows.length === 0 ? (
          <EmptyState compact icon="info" title={t('rules.noFindings')} hint={t('rules.noFindingsHint')} />
        ) : (
          <>
            <PlainTable
              label={t('rules.findings')}
              head={[t('event.time'), t('incidents.entities'), t('incident.events'), t('common.actions')]}
              right={[2]}
              rows={rows.map((finding) => ({
                id: finding.id,
                cells: [
                  <Link key="time" to="/search" search={around(finding)}>
                    <Time iso={finding.time} as="minute" />
                  </Link>,
                  <EntityLine key="entities" entities={finding.entities} />,
                  finding.count,
                  <IconButton
                    key="normal"
                    icon="shieldOff"
                    label={t('exception.action')}
                    disabled={!mayChange}
                    onClick={() => setAsking(finding)}
                  />,
                ],
              }))}
            />
            {asking !== undefined && (
              <ExceptionDialog finding={asking} tenant={asking.tenant} onClose={() => setAsking(undefined)} />
            )}
          </>
        )
      }
    </Loaded>
  );
}
