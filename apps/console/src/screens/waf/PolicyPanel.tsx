import type { WafSite } from '@haechi/platform/api/schemas/waf.ts';
import { Button, Group, NumberInput, SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { useHasRole } from '../../api/useRole.ts';
import { useSiteChanges } from '../../api/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useNotify } from '../../ui/useNotify.ts';

const LEVELS = [1, 2, 3, 4] as const;

/** Mode, strictness and the server behind; sent to the WAF within seconds. */
export function PolicyPanel({ site }: { readonly site: WafSite }) {
  const { t } = useI18n();
  const notify = useNotify();
  const navigate = useNavigate();
  const { update, remove } = useSiteChanges(site.id);
  const mayChange = useHasRole('admin');
  const [mode, setMode] = useState(site.mode);
  const [paranoia, setParanoia] = useState(site.paranoia);
  const [threshold, setThreshold] = useState(site.threshold);
  const [upstream, setUpstream] = useState(site.upstream);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    update.mutate(
      { mode, paranoia, threshold, upstream },
      { onSuccess: () => notify.done(t('waf.saved', { name: site.name })) },
    );
  };
  return (
    <Panel title={t('waf.policy')}>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={560}>
          {update.error !== null && <ErrorNotice error={update.error} />}
          <div>
            <SegmentedControl
              aria-label={t('waf.mode')}
              value={mode}
              disabled={!mayChange}
              onChange={(value) => setMode(value as WafSite['mode'])}
              data={[
                { value: 'detect', label: t('waf.modes.detect') },
                { value: 'block', label: t('waf.modes.block') },
              ]}
            />
            <Text size="xs" mt={4}>
              {t(`waf.modeHints.${mode}`)}
            </Text>
          </div>
          <Group grow align="start">
            <Select
              label={t('waf.paranoia')}
              description={t('waf.paranoiaHint')}
              allowDeselect={false}
              disabled={!mayChange}
              data={LEVELS.map((level) => ({ value: String(level), label: t(`waf.levels.${level}`) }))}
              value={String(paranoia)}
              onChange={(value) => setParanoia(Number(value) as WafSite['paranoia'])}
            />
            <NumberInput
              label={t('waf.threshold')}
              description={t('waf.thresholdHint')}
              min={1}
              max={1000}
              allowDecimal={false}
              disabled={!mayChange}
              value={threshold}
              onChange={(value) => typeof value === 'number' && setThreshold(value)}
            />
          </Group>
          <TextInput
            label={t('waf.upstream')}
            value={upstream}
            maxLength={1000}
            disabled={!mayChange}
            onChange={(event) => setUpstream(event.currentTarget.value.trim())}
          />
          {mayChange && (
            <Group justify="space-between">
              <Button type="submit" loading={update.isPending}>
                {t('common.save')}
              </Button>
              <ConfirmButton
                label={t('waf.remove')}
                question={t('waf.removeQuestion', { name: site.name })}
                onConfirm={() =>
                  remove.mutate(undefined, { onSuccess: () => void navigate({ to: '/waf' }), onError: notify.failed })
                }
              />
            </Group>
          )}
        </Stack>
      </form>
    </Panel>
  );
}
