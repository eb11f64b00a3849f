import { CRITICALITIES, type Criticality } from '@haechi/event';
import { Select, Textarea, TextInput } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';

const MOST = 256;

interface TextProps {
  readonly label: string;
  readonly value: string;
  /** Not to be changed. */
  readonly fixed?: boolean;
  readonly onChange: (value: string) => void;
}

/** One short text. */
export function TextField({ label, value, fixed = false, onChange }: TextProps) {
  return (
    <TextInput
      label={label}
      value={value}
      readOnly={fixed}
      variant={fixed ? 'filled' : 'default'}
      maxLength={MOST}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

interface ListProps {
  readonly label: string;
  readonly hint?: string;
  readonly placeholder?: string;
  readonly values: readonly string[];
  readonly onChange: (values: string[]) => void;
}

/** Several values, one a line; what is empty is left out by the server. */
export function ListField({ label, hint, placeholder, values, onChange }: ListProps) {
  const { t } = useI18n();
  return (
    <Textarea
      label={label}
      description={hint ?? t('inventory.onePerLine')}
      placeholder={placeholder ?? ''}
      autosize
      minRows={2}
      maxRows={6}
      spellCheck={false}
      value={values.join('\n')}
      onChange={(event) => onChange(event.currentTarget.value.split('\n'))}
    />
  );
}

interface CriticalityProps {
  readonly value: Criticality;
  readonly onChange: (value: Criticality) => void;
}

export function CriticalityField({ value, onChange }: CriticalityProps) {
  const { t } = useI18n();
  return (
    <Select
      label={t('inventory.fields.criticality')}
      allowDeselect={false}
      value={value}
      data={CRITICALITIES.toReversed().map((word) => ({ value: word, label: t(`criticality.${word}`) }))}
      onChange={(word) => onChange(CRITICALITIES.find((each) => each === word) ?? value)}
    />
  );
}
