import { Button, FileButton, Group, Textarea, TextInput } from '@mantine/core';
import { useState } from 'react';
import { usePutIntelList } from '../../api/intel.ts';
import { useHomeTenant } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';
import { TenantSelect } from '../../ui/TenantSelect.tsx';
import { useNotify } from '../../ui/useNotify.ts';

/** A list pasted or from a file; one of the same name is replaced. */
export function NewListDialog({ onClose }: { readonly onClose: () => void }) {
  const { t, tn } = useI18n();
  const notify = useNotify();
  const put = usePutIntelList();
  const [tenant, setTenant] = useState(useHomeTenant());
  const [name, setName] = useState('');
  const [text, setText] = useState('');
  const submit = () =>
    put.mutate(
      { tenant, name, text },
      {
        onSuccess: ({ indicators, refusedCount }) => {
          const taken = tn('intel.taken', indicators);
          notify.done(refusedCount === 0 ? taken : `${taken} ${tn('intel.refused', refusedCount)}`);
          onClose();
        },
      },
    );
  const fromFile = (file: File | null) => {
    if (file === null) return;
    void file.text().then(setText);
    if (name === '')
      setName(
        file.name
          .toLowerCase()
          .replace(/\.[a-z]+$/, '')
          .replaceAll(/[^a-z0-9._-]+/g, '-')
          .slice(0, 64),
      );
  };
  return (
    <FormDialog
      title={t('intel.add')}
      submit={t('intel.upload')}
      canSubmit={/^[a-z0-9][a-z0-9._-]{0,63}$/.test(name) && text.trim() !== ''}
      busy={put.isPending}
      error={put.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <TextInput
        label={t('intel.name')}
        placeholder="abuse-feed"
        value={name}
        maxLength={64}
        data-autofocus
        onChange={(event) => setName(event.currentTarget.value.trim().toLowerCase())}
      />
      <Textarea
        label={t('intel.content')}
        description={t('intel.contentHint')}
        placeholder={'203.0.113.0/24\nevil[.]example'}
        minRows={6}
        maxRows={12}
        autosize
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Group>
        <FileButton onChange={fromFile} accept=".txt,.csv,.json,.stix,text/plain,application/json">
          {(props) => (
            <Button {...props} size="xs" variant="default">
              {t('intel.file')}
            </Button>
          )}
        </FileButton>
      </Group>
      <TenantSelect value={tenant} onChange={setTenant} />
    </FormDialog>
  );
}
