import { Alert, Button, Code, Group, Stack, Text } from '@mantine/core';
import { isPassing } from '../api/error.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { Icon } from './Icon.tsx';
import { useErrorText } from './useErrorText.ts';

interface Props {
  readonly error: unknown;
  /** Only for what is loaded, which goes on by itself where its failure passes. */
  readonly retry?: () => void;
}

/** What failed, where, what to do, and the number to quote to an administrator. */
export function ErrorNotice({ error, retry }: Props) {
  const { t } = useI18n();
  const { what, where, remedy, requestId } = useErrorText()(error);
  return (
    <Alert color="red" variant="light" icon={<Icon name="warning" />} title={what} role="alert" mb="sm">
      <Stack gap={6}>
        {where !== undefined && <Code>{where}</Code>}
        {remedy !== undefined && <Text size="sm">{remedy}</Text>}
        {retry !== undefined && isPassing(error) && <Text size="sm">{t('errors.goesOn')}</Text>}
        <Group gap="sm">
          {retry !== undefined && (
            <Button size="compact-xs" variant="default" onClick={retry} leftSection={<Icon name="refresh" size={13} />}>
              {t('common.retry')}
            </Button>
          )}
          {requestId !== undefined && (
            <Text size="xs" c="dimmed">
              {t('errors.requestId', { id: requestId })}
            </Text>
          )}
        </Group>
      </Stack>
    </Alert>
  );
}
