import { INCIDENT_STATUSES, type IncidentStatus } from '@haechi/event';
import type { Incident } from '@haechi/platform/api/schemas/incidents.ts';
import { Button, Group, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useEffect, useState } from 'react';
import { usePatchIncident } from '../../api/incidents.ts';
import { useMe } from '../../api/session.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { ReportLinks } from './ReportLinks.tsx';

/** Who works on it, how far it is, and the report. */
export function CasePanel({ incident }: { readonly incident: Incident }) {
  const { t } = useI18n();
  const { user } = useMe();
  const mayChange = useHasRole('analyst');
  const patch = usePatchIncident(incident.id);
  const notify = useNotify();
  const [assignee, setAssignee] = useState(incident.assignee ?? '');
  useEffect(() => setAssignee(incident.assignee ?? ''), [incident.assignee]);
  const send = (change: Parameters<typeof patch.mutate>[0]) =>
    patch.mutate(change, { onSuccess: () => notify.done(t('incident.saved')), onError: notify.failed });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send({ assignee: assignee.trim() });
  };
  return (
    <Panel title={t('incident.case')}>
      <Stack gap="sm">
        <Select
          size="xs"
          label={t('incidents.status')}
          allowDeselect={false}
          disabled={!mayChange}
          value={incident.status}
          data={INCIDENT_STATUSES.map((status) => ({ value: status, label: t(`status.${status}`) }))}
          onChange={(status) => status !== incident.status && send({ status: status as IncidentStatus })}
        />
        <form onSubmit={submit}>
          <Group gap={6} align="flex-end" wrap="nowrap">
            <TextInput
              size="xs"
              flex={1}
              label={t('incidents.assignee')}
              placeholder={t('incidents.nobody')}
              disabled={!mayChange}
              value={assignee}
              onChange={(event) => setAssignee(event.currentTarget.value)}
            />
            {assignee.trim() !== (incident.assignee ?? '') ? (
              <Button size="xs" type="submit" loading={patch.isPending}>
                {t('common.save')}
              </Button>
            ) : (
              incident.assignee !== user.username && (
                <Button
                  size="xs"
                  variant="default"
                  disabled={!mayChange}
                  onClick={() => send({ assignee: user.username })}
                >
                  {t('incident.takeIt')}
                </Button>
              )
            )}
          </Group>
        </form>
        <ReportLinks id={incident.id} />
      </Stack>
    </Panel>
  );
}
