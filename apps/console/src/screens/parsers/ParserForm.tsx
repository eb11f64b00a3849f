import type { Parser } from '@haechi/platform/api/schemas/parsers.ts';
import { Alert, Button, Group, Select, Stack, Switch, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useRemoveParser, useSaveParser } from '../../api/parsers.ts';
import { useHasRoleIn } from '../../api/useRole.ts';
import { timeZones } from '../../format/zones.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { TenantSelect } from '../../ui/TenantSelect.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { expressionMistake } from './expressionMistake.ts';
import type { Draft } from './ParserEditor.tsx';

const CONDITIONS = ['source', 'sourcetype', 'service', 'program', 'contains'] as const;
const PLACEHOLDERS = {
  source: '/var/log/shop*.log',
  sourcetype: 'shop',
  service: 'pay-api',
  program: 'shop',
  contains: 'order=',
};

interface Props {
  readonly draft: Draft;
  readonly onChange: (part: Partial<Draft>) => void;
  readonly onSaved: (parser: Parser) => void;
}

/** Name, the logs that it is for, their zone; saved, it reads the next line that comes in. */
export function ParserForm({ draft, onChange, onSaved }: Props) {
  const { t } = useI18n();
  const notify = useNotify();
  const navigate = useNavigate();
  const save = useSaveParser(draft.id);
  const remove = useRemoveParser();
  const mayChange = useHasRoleIn('responder', draft.tenant);
  const { id, name, match } = draft;
  const wellNamed = /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name);
  const isFor = CONDITIONS.some((condition) => match[condition] !== undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const { id: _id, tenant, kind, expression, enabled, timeZone } = draft;
    const body = { tenant, name, kind, expression, match, enabled, ...(timeZone === undefined ? {} : { timeZone }) };
    save.mutate(body, {
      onSuccess: (saved) => {
        notify.done(t('parsers.saved', { name }));
        onSaved(saved);
        void navigate({ to: '/parsers/$id', params: { id: saved.id }, search: {}, replace: true });
      },
    });
  };
  return (
    <Panel title={t('parsers.form')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {save.error !== null && expressionMistake(save.error) === undefined && <ErrorNotice error={save.error} />}
          {!mayChange && <Alert p="xs">{t('parsers.readOnly', { tenant: draft.tenant })}</Alert>}
          <TextInput
            label={t('parsers.name')}
            description={t('parsers.nameHint', { name: wellNamed ? name : 'shop' })}
            placeholder="shop"
            value={name}
            maxLength={64}
            disabled={!mayChange}
            onChange={(event) => onChange({ name: event.currentTarget.value.trim().toLowerCase() })}
          />
          {id === undefined && <TenantSelect value={draft.tenant} onChange={(tenant) => onChange({ tenant })} />}
          <fieldset style={{ border: 0, margin: 0, padding: 0 }}>
            <legend style={{ padding: 0, fontWeight: 600 }}>{t('parsers.match')}</legend>
            <p style={{ margin: '2px 0 8px', color: 'var(--mantine-color-dimmed)' }}>{t('parsers.matchHint')}</p>
            <Stack gap={6}>
              {CONDITIONS.map((condition) => (
                <TextInput
                  key={condition}
                  label={t(`parsers.conditions.${condition}`)}
                  placeholder={PLACEHOLDERS[condition]}
                  value={match[condition] ?? ''}
                  maxLength={256}
                  disabled={!mayChange}
                  onChange={(event) => {
                    const { [condition]: _old, ...rest } = match;
                    const value = event.currentTarget.value;
                    onChange({ match: value === '' ? rest : { ...rest, [condition]: value } });
                  }}
                />
              ))}
            </Stack>
          </fieldset>
          <Select
            label={t('parsers.timeZone')}
            description={t('parsers.timeZoneHint')}
            placeholder={t('parsers.zoneOfSender')}
            searchable
            clearable
            disabled={!mayChange}
            data={timeZones()}
            value={draft.timeZone ?? null}
            onChange={(zone) => onChange({ timeZone: zone ?? undefined })}
          />
          <Switch
            label={t('parsers.use')}
            checked={draft.enabled}
            disabled={!mayChange}
            onChange={(event) => onChange({ enabled: event.currentTarget.checked })}
          />
          {mayChange && (
            <Group justify="space-between">
              <Button type="submit" loading={save.isPending} disabled={!wellNamed || !isFor || draft.expression === ''}>
                {t('common.save')}
              </Button>
              {id !== undefined && (
                <ConfirmButton
                  label={t('parsers.remove')}
                  question={t('parsers.removeQuestion', { name })}
                  onConfirm={() =>
                    remove.mutate(id, {
                      onSuccess: () => void navigate({ to: '/parsers' }),
                      onError: notify.failed,
                    })
                  }
                />
              )}
            </Group>
          )}
        </Stack>
      </form>
    </Panel>
  );
}
