import { PasswordInput, Select, TextInput } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { type CredentialDraft, KEY_HEADER } from './credentialDraft.ts';

interface Props {
  readonly value: CredentialDraft;
  readonly onChange: (value: CredentialDraft) => void;
  /** Offers to leave the stored one as it is. */
  readonly mayKeep?: boolean;
}

const KINDS = ['none', 'basic', 'bearer', 'api_key'] as const;

/** How a feed's server recognises who asks. */
export function CredentialFields({ value, onChange, mayKeep = false }: Props) {
  const { t } = useI18n();
  const kinds: readonly CredentialDraft['kind'][] = mayKeep ? ['keep', ...KINDS] : KINDS;
  const choose = (kind: string | null) => {
    const chosen = kinds.find((each) => each === kind);
    if (chosen !== undefined) onChange({ kind: chosen, name: chosen === 'api_key' ? KEY_HEADER : '', secret: '' });
  };
  const { kind } = value;
  return (
    <>
      <Select
        label={t('intel.feeds.credential')}
        allowDeselect={false}
        data={kinds.map((each) => ({ value: each, label: t(`intel.feeds.kinds.${each}`) }))}
        value={kind}
        onChange={choose}
      />
      {(kind === 'basic' || kind === 'api_key') && (
        <TextInput
          label={t(kind === 'basic' ? 'intel.feeds.username' : 'intel.feeds.header')}
          value={value.name}
          maxLength={256}
          autoComplete="off"
          onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
        />
      )}
      {(kind === 'basic' || kind === 'api_key' || kind === 'bearer') && (
        <PasswordInput
          label={t(`intel.feeds.secrets.${kind}`)}
          description={t('intel.feeds.secretHint')}
          value={value.secret}
          maxLength={4096}
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': t('login.showPassword') }}
          onChange={(event) => onChange({ ...value, secret: event.currentTarget.value })}
        />
      )}
    </>
  );
}
