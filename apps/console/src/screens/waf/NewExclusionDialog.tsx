import type { WafSite } from '@haechi/platform/api/schemas/waf.ts';
import { NumberInput, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useSiteChanges } from '../../api/waf.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { FormDialog } from '../../ui/FormDialog.tsx';

/** An exclusion by hand; the usual way is one click on the event. */
export function NewExclusionDialog({ site, onClose }: { readonly site: WafSite; readonly onClose: () => void }) {
  const { t } = useI18n();
  const { exclude } = useSiteChanges(site.id);
  const [rule, setRule] = useState<number>();
  const [path, setPath] = useState('');
  const [target, setTarget] = useState('');
  const [reason, setReason] = useState('');
  const submit = () => {
    if (rule === undefined) return;
    exclude.mutate(
      { rule, reason: reason.trim(), ...(path === '' ? {} : { path }), ...(target === '' ? {} : { target }) },
      { onSuccess: onClose },
    );
  };
  return (
    <FormDialog
      title={t('waf.addExclusion')}
      submit={t('waf.addExclusion')}
      canSubmit={rule !== undefined && reason.trim() !== ''}
      busy={exclude.isPending}
      error={exclude.error}
      onClose={onClose}
      onSubmit={submit}
    >
      <NumberInput
        label={t('waf.rule')}
        placeholder="942100"
        min={1}
        allowDecimal={false}
        hideControls
        data-autofocus
        value={rule ?? ''}
        onChange={(value) => setRule(typeof value === 'number' ? value : undefined)}
      />
      <TextInput
        label={t('waf.path')}
        description={t('waf.pathHint')}
        placeholder="/board/write"
        value={path}
        onChange={(event) => setPath(event.currentTarget.value.trim())}
      />
      <TextInput
        label={t('waf.target')}
        description={t('waf.targetHint')}
        placeholder="ARGS:content"
        value={target}
        onChange={(event) => setTarget(event.currentTarget.value.trim())}
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
