import type { Finding } from '@haechi/platform/api/schemas/findings.ts';
import { Button, Group, Select, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useAddException } from '../api/exceptions.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { Trans } from '../i18n/Trans.tsx';
import { useRuleTitle } from '../i18n/useRuleTitle.ts';
import { ErrorNotice } from './ErrorNotice.tsx';
import { ExceptionEffect } from './ExceptionEffect.tsx';
import { useNotify } from './useNotify.ts';

interface Props {
  readonly finding: Finding;
  readonly tenant: string;
  /** At least one; the first is chosen at the start. */
  readonly choices: readonly { readonly field: string; readonly value: string }[];
  readonly onClose: () => void;
}

export function ExceptionForm({ finding, tenant, choices, onClose }: Props) {
  const { t } = useI18n();
  const ruleTitle = useRuleTitle();
  const notify = useNotify();
  const add = useAddException(finding.ruleId);
  const [index, setIndex] = useState(0);
  const [reason, setReason] = useState(t('exception.defaultReason'));
  const choice = choices[index];
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (choice === undefined) return;
    add.mutate(
      { tenant, ...choice, reason: reason.trim() },
      {
        onSuccess: () => {
          notify.done(t('exception.done', choice));
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {add.error !== null && <ErrorNotice error={add.error} />}
        <Text size="sm">
          <Trans
            k="exception.explain"
            values={{ rule: <strong>{ruleTitle(finding)}</strong>, tenant: <span className="mono">{tenant}</span> }}
          />
        </Text>
        <Select
          label={t('exception.what')}
          allowDeselect={false}
          searchable
          value={String(index)}
          onChange={(value) => setIndex(Number(value))}
          data={choices.map((each, position) => ({ value: String(position), label: t('exception.choice', each) }))}
        />
        {choice !== undefined && (
          <ExceptionEffect ruleId={finding.ruleId} draft={{ tenant, field: choice.field, value: choice.value }} />
        )}
        <Textarea
          label={t('exception.reason')}
          required
          withAsterisk={false}
          maxLength={1024}
          rows={2}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={add.isPending} disabled={choice === undefined || reason.trim() === ''}>
            {t('exception.action')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
