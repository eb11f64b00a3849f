import type { Finding } from '@haechi/platform/api/schemas/findings.ts';
import { Modal } from '@mantine/core';
import { useEvent } from '../api/events.ts';
import { useRule } from '../api/rules.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { EmptyState } from './EmptyState.tsx';
import { ExceptionForm } from './ExceptionForm.tsx';
import { exceptionChoices } from './exceptionChoices.ts';
import { Loaded } from './Loaded.tsx';

interface Props {
  readonly finding: Finding;
  readonly tenant: string;
  readonly onClose: () => void;
}

/** "This is normal here": chooses what of the finding's event is normal, and why. */
export function ExceptionDialog({ finding, tenant, onClose }: Props) {
  const { t } = useI18n();
  const event = useEvent(finding.eventIds[0]);
  const rule = useRule(finding.ruleId);
  const query = {
    data:
      event.data === undefined || rule.data === undefined ? undefined : exceptionChoices(event.data, rule.data.yaml),
    error: event.error ?? rule.error,
    refetch: () => Promise.all([event.refetch(), rule.refetch()]),
  };
  return (
    <Modal opened onClose={onClose} title={t('exception.title')} closeButtonProps={{ 'aria-label': t('common.close') }}>
      <Loaded query={query} height={180}>
        {(choices) =>
          choices.length === 0 ? (
            <EmptyState compact icon="info" title={t('exception.nothing')} hint={t('exception.nothingHint')} />
          ) : (
            <ExceptionForm finding={finding} tenant={tenant} choices={choices} onClose={onClose} />
          )
        }
      </Loaded>
    </Modal>
  );
}
