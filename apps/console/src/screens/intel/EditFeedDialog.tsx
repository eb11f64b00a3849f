import type { Feed } from '@haechi/platform/api/schemas/intel-feeds.ts';
import { Switch } from '@mantine/core';
import { useState } from 'react';
import { useChangeFeed } from '../../api/intelFeeds.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { CredentialFields } from './CredentialFields.tsx';
import { type CredentialDraft, credentialOf, isComplete, NO_CREDENTIAL } from './credentialDraft.ts';
import { IntervalSelect } from './IntervalSelect.tsx';

interface Props {
  readonly feed: Feed;
  readonly onClose: () => void;
}

/** How often a feed is polled, whether at all, and with which credential. */
export function EditFeedDialog({ feed, onClose }: Props) {
  const { t } = useI18n();
  const notify = useNotify();
  const change = useChangeFeed();
  const [enabled, setEnabled] = useState(feed.enabled);
  const [intervalS, setIntervalS] = useState(feed.intervalS);
  const [draft, setDraft] = useState<CredentialDraft>({ ...NO_CREDENTIAL, kind: 'keep' });
  const submit = () => {
    const credential = credentialOf(draft);
    const { name, tenant } = feed;
    change.mutate(
      { name, tenant, enabled, intervalS, ...(credential === undefined ? {} : { credential }) },
      {
        onSuccess: () => {
          notify.done(t('intel.feeds.changed', { name }));
          onClose();
        },
      },
    );
  };
  return (
    <FormDialog
      title={t('intel.feeds.editOf', { name: feed.name })}
      submit={t('common.save')}
      canSubmit={isComplete(draft)}
      busy={change.isPending}
      error={change.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Switch
        label={t('intel.feeds.enabled')}
        description={t('intel.feeds.enabledHint')}
        checked={enabled}
        onChange={(event) => setEnabled(event.currentTarget.checked)}
      />
      <IntervalSelect value={intervalS} onChange={setIntervalS} />
      <CredentialFields value={draft} onChange={setDraft} mayKeep />
    </FormDialog>
  );
}
