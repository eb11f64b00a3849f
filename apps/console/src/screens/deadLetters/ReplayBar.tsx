import type { DeadLetter } from '@haechi/platform/api/schemas/deadletters.ts';
import { Button, Group, Pill, Select } from '@mantine/core';
import { useDeleteLetters, useReplay } from '../../api/deadLetters.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { ConfirmButton } from '../../ui/ConfirmButton.tsx';
import { Icon } from '../../ui/Icon.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import { useReasonName } from './useReasonName.ts';

interface Props {
  readonly rows: readonly DeadLetter[];
  readonly range: { readonly from: string; readonly to: string };
  readonly reason: string | undefined;
  readonly onReason: (reason: string | undefined) => void;
  /** The one source that the rows come from, where the address names it. */
  readonly source: string | undefined;
  readonly onAnySource: () => void;
}

/** Which records are shown, and what is done with all of them. */
export function ReplayBar({ rows, range, reason, onReason, source, onAnySource }: Props) {
  const { t, tn } = useI18n();
  const reasonName = useReasonName();
  const notify = useNotify();
  const replay = useReplay();
  const remove = useDeleteLetters();
  const mayReplay = useHasRole('responder');
  const mayDelete = useHasRole('admin');
  const selection = {
    from: range.from,
    to: range.to,
    ...(reason === undefined ? {} : { reason }),
    ...(source === undefined ? {} : { source }),
  };
  return (
    <Group gap="xs" mb="xs">
      <Select
        size="xs"
        w={240}
        aria-label={t('deadLetters.reason')}
        placeholder={t('deadLetters.allReasons')}
        clearable
        value={reason ?? null}
        onChange={(next) => onReason(next ?? undefined)}
        data={[...new Set(rows.map((row) => row.reason))].map((each) => ({ value: each, label: reasonName(each) }))}
      />
      {source !== undefined && (
        <Pill withRemoveButton onRemove={onAnySource} removeButtonProps={{ 'aria-label': t('deadLetters.anySource') }}>
          {source}
        </Pill>
      )}
      {mayReplay && (
        <Button
          size="xs"
          variant="default"
          leftSection={<Icon name="refresh" size={14} />}
          loading={replay.isPending}
          onClick={() =>
            replay.mutate(selection, {
              onSuccess: ({ replayed, skipped }) =>
                notify.done(
                  skipped === 0
                    ? tn('deadLetters.replayed', replayed)
                    : `${tn('deadLetters.replayed', replayed)} ${tn('deadLetters.skipped', skipped)}`,
                ),
              onError: notify.failed,
            })
          }
        >
          {t('deadLetters.replay')}
        </Button>
      )}
      {mayDelete && (
        <ConfirmButton
          label={t('deadLetters.delete')}
          question={t('deadLetters.deleteQuestion')}
          onConfirm={() =>
            remove.mutate(selection, {
              onSuccess: ({ deleted }) => notify.done(tn('deadLetters.deleted', deleted)),
              onError: notify.failed,
            })
          }
        />
      )}
    </Group>
  );
}
