import type { DeadLetter } from '@haechi/platform/api/schemas/deadletters.ts';
import { Drawer } from '@mantine/core';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { CopyBlock } from '../../ui/CopyBlock.tsx';
import { Time } from '../../ui/Time.tsx';
import { useReasonName } from './useReasonName.ts';

interface Props {
  readonly letter: DeadLetter | undefined;
  readonly onClose: () => void;
}

/** One unread record whole, with what to do about its reason. */
export function DeadLetterDrawer({ letter, onClose }: Props) {
  const { t } = useI18n();
  const reasonName = useReasonName();
  return (
    <Drawer
      opened={letter !== undefined}
      onClose={onClose}
      title={letter === undefined ? '' : reasonName(letter.reason)}
      size={560}
      withOverlay={false}
      trapFocus={false}
      closeOnClickOutside={false}
      shadow="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
      transitionProps={{ duration: 120 }}
    >
      {letter !== undefined && (
        <>
          <p style={{ marginTop: 0 }}>
            <Time iso={letter.time} /> {t('event.from', { source: letter.source })}
          </p>
          <p>{t('deadLetters.whatToDo')}</p>
          <CopyBlock code={letter.raw} label={t('event.raw')} />
        </>
      )}
    </Drawer>
  );
}
