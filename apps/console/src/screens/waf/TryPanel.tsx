import type { WafSite } from '@haechi/platform/api/schemas/waf.ts';
import { Alert, Button, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTryRequest } from '../../api/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { MatchedRules } from '../../ui/waf/MatchedRules.tsx';

const EXAMPLE = `GET /search?q=%27%20OR%201=1-- HTTP/1.1
Host: shop.example.kr
User-Agent: Mozilla/5.0
`;
const COLOURS = { passed: 'jade', reported: 'yellow', blocked: 'red' } as const;

/** A pasted request, judged by the policy as it is now. Nothing is sent. */
export function TryPanel({ site }: { readonly site: WafSite }) {
  const { t } = useI18n();
  const trial = useTryRequest(site.id);
  const [request, setRequest] = useState(EXAMPLE);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    trial.mutate(request);
  };
  const path = /^\S+ ([^\s?]+)/.exec(request)?.[1];
  return (
    <Panel title={t('waf.try')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          <Textarea
            aria-label={t('waf.request')}
            description={t('waf.tryHint')}
            autosize
            minRows={4}
            maxRows={16}
            maxLength={65_536}
            spellCheck={false}
            styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)' } }}
            value={request}
            onChange={(event) => setRequest(event.currentTarget.value)}
          />
          <div>
            <Button type="submit" variant="default" loading={trial.isPending} disabled={request.trim() === ''}>
              {t('waf.judge')}
            </Button>
          </div>
          {trial.error !== null && <ErrorNotice error={trial.error} />}
        </Stack>
      </form>
      {trial.data !== undefined && (
        <Stack gap="xs" mt="sm" aria-live="polite">
          <Alert color={COLOURS[trial.data.verdict]} title={t(`waf.verdicts.${trial.data.verdict}`)} p="xs" />
          {trial.data.rules.length > 0 && (
            <MatchedRules site={site} path={path} rules={trial.data.rules} onExcluded={() => trial.mutate(request)} />
          )}
        </Stack>
      )}
    </Panel>
  );
}
