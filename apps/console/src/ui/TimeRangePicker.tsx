import { Button, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { RANGES, type Range, type RangeParams, type RelativeRange } from '../format/range.ts';
import { useFormat } from '../format/useFormat.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { Icon } from './Icon.tsx';

interface Props {
  readonly params: RangeParams;
  readonly fallback: RelativeRange;
  /** The concrete range shown now: what the two fields start with. */
  readonly range: Range;
  readonly onChange: (params: RangeParams) => void;
}

/** A length that ends now, or two times in the user's zone. */
export function TimeRangePicker({ params, fallback, range, onChange }: Props) {
  const { t } = useI18n();
  const format = useFormat();
  const [opened, setOpened] = useState(false);
  const [from, setFrom] = useState('');
  const [to, setTo] = useState('');
  const label =
    params.from !== undefined && params.to !== undefined
      ? t('range.between', { from: format.minute(params.from), to: format.minute(params.to) })
      : t(`range.${params.range ?? fallback}`);
  const open = () => {
    setFrom(format.toInput(range.from));
    setTo(format.toInput(range.to));
    setOpened(true);
  };
  const times = { from: format.fromInput(from), to: format.fromInput(to) };
  const valid = times.from !== undefined && times.to !== undefined && times.from < times.to;
  const choose = (next: RangeParams) => {
    setOpened(false);
    onChange(next);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" trapFocus>
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          leftSection={<Icon name="clock" size={14} />}
          onClick={() => (opened ? setOpened(false) : open())}
          aria-expanded={opened}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Group align="flex-start" gap="md" wrap="nowrap">
          <Stack gap={2}>
            {RANGES.map((each) => (
              <Button
                key={each}
                size="compact-sm"
                variant={params.from === undefined && each === (params.range ?? fallback) ? 'light' : 'subtle'}
                justify="flex-start"
                onClick={() => choose({ range: each })}
              >
                {t(`range.${each}`)}
              </Button>
            ))}
          </Stack>
          <Stack gap="xs" w={230}>
            <TextInput
              type="datetime-local"
              step={1}
              size="xs"
              label={t('range.from')}
              value={from}
              onChange={(event) => setFrom(event.currentTarget.value)}
            />
            <TextInput
              type="datetime-local"
              step={1}
              size="xs"
              label={t('range.to')}
              value={to}
              onChange={(event) => setTo(event.currentTarget.value)}
              error={valid ? undefined : t('range.wrong')}
            />
            <Text size="xs" c="dimmed">
              {t('range.zone', { zone: format.zone })}
            </Text>
            <Button
              size="xs"
              disabled={!valid}
              onClick={() =>
                times.from !== undefined && times.to !== undefined && choose({ from: times.from, to: times.to })
              }
            >
              {t('range.apply')}
            </Button>
          </Stack>
        </Group>
      </Popover.Dropdown>
    </Popover>
  );
}
