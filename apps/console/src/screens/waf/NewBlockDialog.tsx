import type { NewBlock, WafSite } from '@haechi/platform/api/schemas/waf.ts';
import { Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSiteChanges } from '../../api/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';

const KINDS = ['address', 'session', 'account'] as const;
/** Choices in hours; 0 stands for no end. */
const HOURS = [1, 24, 168, 720, 0] as const;
const HOUR_MS = 3_600_000;

/** A block ends by itself unless it is said otherwise. */
export function NewBlockDialog({ site, onClose }: { readonly site: WafSite; readonly onClose: () => void }) {
  const { t, tn } = useI18n();
  const { block } = useSiteChanges(site.id);
  const [kind, setKind] = useState<NewBlock['kind']>('address');
  const [value, setValue] = useState('');
  const [hours, setHours] = useState<number>(24);
  const [reason, setReason] = useState('');
  const submit = () => {
    const expires = hours === 0 ? {} : { expires: new Date(Date.now() + hours * HOUR_MS).toISOString() };
    block.mutate({ kind, value: value.trim(), reason: reason.trim(), ...expires }, { onSuccess: onClose });
  };
  return (
    <FormDialog
      title={t('waf.addBlock')}
      submit={t('waf.addBlock')}
      canSubmit={value.trim() !== '' && reason.trim() !== ''}
      busy={block.isPending}
      error={block.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <Select
        label={t('waf.kind')}
        allowDeselect={false}
        data={KINDS.map((each) => ({ value: each, label: t(`waf.kinds.${each}`) }))}
        value={kind}
        onChange={(each) => setKind(each as NewBlock['kind'])}
      />
      <TextInput
        label={t('waf.who')}
        description={t(`waf.whoHints.${kind}`)}
        value={value}
        maxLength={1000}
        data-autofocus
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <Select
        label={t('waf.until')}
        allowDeselect={false}
        data={HOURS.map((each) => ({
          value: String(each),
          label: each === 0 ? t('waf.forever') : tn('waf.hours', each),
        }))}
        value={String(hours)}
        onChange={(each) => setHours(Number(each))}
      />
      <TextInput
        label={t('waf.reason')}
        value={reason}
        maxLength={1000}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
    </FormDialog>
  );
}
