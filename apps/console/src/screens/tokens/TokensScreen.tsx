import type { CreatedToken } from '@haechi/platform/api/schemas/tokens.ts';
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTokens } from '../../api/tokens.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Page } from '../../ui/Page.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { NewTokenDialog } from './NewTokenDialog.tsx';
import { SenderExamples } from './SenderExamples.tsx';
import { TokenSecret } from './TokenSecret.tsx';
import { TokenTable } from './TokenTable.tsx';

/** Tokens of senders and programs, and how to put them to use. */
export function TokensScreen() {
  const { t } = useI18n();
  const tokens = useTokens();
  const [adding, setAdding] = useState(false);
  const [created, setCreated] = useState<CreatedToken>();
  const add = (
    <Button size="xs" leftSection={<Icon name="plus" size={14} />} onClick={() => setAdding(true)}>
      {t('tokens.add')}
    </Button>
  );
  return (
    <Page title={t('nav.tokens')} detail={t('tokens.hint')} actions={add}>
      {created !== undefined && <TokenSecret token={created} />}
      <Panel title={t('nav.tokens')} flush>
        <Loaded query={tokens}>
          {({ rows }) =>
            rows.length === 0 ? (
              <EmptyState compact icon="tokens" title={t('tokens.none')} hint={t('tokens.noneHint')}>
                {add}
              </EmptyState>
            ) : (
              <TokenTable tokens={rows} />
            )
          }
        </Loaded>
      </Panel>
      <SenderExamples token={created?.token} />
      {adding && <NewTokenDialog onClose={() => setAdding(false)} onCreated={setCreated} />}
    </Page>
  );
}
