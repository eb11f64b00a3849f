import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { useAddFeed, useDiscoverFeeds } from '../../api/intelFeeds.ts';
import { useHomeTenant } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { TenantSelect } from '../../ui/TenantSelect.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { CollectionChoice } from './CollectionChoice.tsx';
import { CredentialFields } from './CredentialFields.tsx';
import { type ChosenCollection, feedName } from './chosenCollection.ts';
import { credentialOf, isComplete, NO_CREDENTIAL } from './credentialDraft.ts';
import { IntervalSelect } from './IntervalSelect.tsx';

const HOUR_S = 3_600;

/** An address first; then which of the collections that were found there. */
export function NewFeedDialog({ onClose }: { readonly onClose: () => void }) {
  const { t } = useI18n();
  const notify = useNotify();
  const discover = useDiscoverFeeds();
  const add = useAddFeed();
  const [tenant, setTenant] = useState(useHomeTenant());
  const [url, setUrl] = useState('');
  const [draft, setDraft] = useState(NO_CREDENTIAL);
  const [chosen, setChosen] = useState<ChosenCollection>();
  const [name, setName] = useState('');
  const [intervalS, setIntervalS] = useState(HOUR_S);
  const credential = credentialOf(draft) ?? { kind: 'none' };
  const found = discover.data?.roots;
  const choose = (collection: ChosenCollection) => {
    if (name === '' || name === feedName(chosen)) setName(feedName(collection));
    setChosen(collection);
  };
  const subscribe = () => {
    if (chosen === undefined) return;
    const { root, id, title } = chosen;
    add.mutate(
      { tenant, name, url: root, collection: id, title, credential, intervalS },
      {
        onSuccess: () => {
          notify.done(t('intel.feeds.subscribed', { name }));
          onClose();
        },
      },
    );
  };
  if (found === undefined)
    return (
      <FormDialog
        title={t('intel.feeds.add')}
        submit={t('intel.feeds.discover')}
        canSubmit={url !== '' && isComplete(draft)}
        busy={discover.isPending}
        error={discover.error}
        onClose={onClose}
        onSubmit={() => discover.mutate({ tenant, url, credential })}
      >
        <TextInput
          label={t('intel.feeds.url')}
          description={t('intel.feeds.urlHint')}
          placeholder="https://taxii.example.com/taxii2/"
          value={url}
          maxLength={2048}
          data-autofocus
          onChange={(event) => setUrl(event.currentTarget.value.trim())}
        />
        <CredentialFields value={draft} onChange={setDraft} />
        <TenantSelect value={tenant} onChange={setTenant} description={t('intel.feeds.tenantHint')} />
      </FormDialog>
    );
  return (
    <FormDialog
      title={t('intel.feeds.choose')}
      submit={t('intel.feeds.subscribe')}
      canSubmit={chosen !== undefined && /^[a-z0-9][a-z0-9._-]{0,63}$/.test(name)}
      busy={add.isPending}
      error={add.error}
      onClose={onClose}
      onSubmit={subscribe}
    >
      <CollectionChoice roots={found} chosen={chosen} onChoose={choose} onBack={discover.reset} />
      <TextInput
        label={t('intel.name')}
        description={t('intel.feeds.nameHint')}
        placeholder="abuse-feed"
        value={name}
        maxLength={64}
        onChange={(event) => setName(event.currentTarget.value.trim().toLowerCase())}
      />
      <IntervalSelect value={intervalS} onChange={setIntervalS} />
    </FormDialog>
  );
}
