import { Button, Group, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useUploadPack } from '../../api/packs.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ErrorNotice } from '../../ui/ErrorNotice.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { PickFiles } from '../../ui/PickFiles.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { PackProgress } from './PackProgress.tsx';
import { packNameOf } from './packName.ts';
import { RejectedRules } from './RejectedRules.tsx';

const NAME = /^[a-z0-9][a-z0-9._-]{0,63}$/;

/** Uploads a zip, single YAML files or a whole folder as one pack. */
export function PackUpload() {
  const { t, tn } = useI18n();
  const upload = useUploadPack();
  const notify = useNotify();
  const [files, setFiles] = useState<readonly File[]>([]);
  const [name, setName] = useState('');
  const [sent, setSent] = useState({ bytes: 0, total: 0 });
  const pick = (chosen: readonly File[]) => {
    setFiles(chosen);
    if (name === '') setName(packNameOf(chosen));
  };
  const isNamed = NAME.test(name);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setSent({ bytes: 0, total: files.reduce((sum, { size }) => sum + size, 0) });
    upload.mutate(
      { name, files, sent: (bytes, total) => setSent({ bytes, total }) },
      {
        onSuccess: (pack) => {
          notify.done(t('packs.done', { name: pack.name, rules: pack.rules, rejected: pack.rejected.length }));
          setFiles([]);
          setName('');
        },
      },
    );
  };
  return (
    <Panel title={t('packs.upload')}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {upload.error !== null && <ErrorNotice error={upload.error} />}
          {upload.data !== undefined && <RejectedRules rejected={upload.data.rejected} />}
          <Group gap="sm" align="flex-end">
            <PickFiles label={t('packs.pickZip')} accept=".zip,.yml,.yaml" onPick={pick} />
            <PickFiles
              label={t('packs.pickFolder')}
              folder
              onPick={(chosen) => pick(chosen.filter(({ name }) => /\.ya?ml$/i.test(name)))}
            />
            <TextInput
              size="xs"
              label={t('packs.name')}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              error={name !== '' && !isNamed ? t('packs.nameRule') : undefined}
            />
            <Button size="xs" type="submit" disabled={files.length === 0 || !isNamed} loading={upload.isPending}>
              {t('packs.send')}
            </Button>
            <span>{files.length === 0 ? t('packs.nothingPicked') : tn('packs.picked', files.length)}</span>
          </Group>
          {upload.isPending && <PackProgress bytes={sent.bytes} total={sent.total} />}
        </Stack>
      </form>
    </Panel>
  );
}
