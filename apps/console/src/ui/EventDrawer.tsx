import type { EventRow } from '@haechi/platform/api/schemas/events.ts';
import { Drawer } from '@mantine/core';
import { useEvent } from '../api/events.ts';
import { useI18n } from '../i18n/I18nProvider.tsx';
import { EventDetail } from './EventDetail.tsx';
import { Loaded } from './Loaded.tsx';

interface Props {
  readonly id: string | undefined;
  /** The event where it is on the screen already. */
  readonly known: EventRow | undefined;
  readonly onClose: () => void;
  /** Narrows the search; absent where there is none to narrow. */
  readonly onFilter?: (field: string, value: string, keep: boolean) => void;
}

/** The evidence: one event as stored, in three views. The list beside it stays usable. */
export function EventDrawer({ id, known, onClose, onFilter }: Props) {
  const { t } = useI18n();
  const fetched = useEvent(known === undefined ? id : undefined);
  const query = known === undefined ? fetched : { data: known, error: null, refetch: () => undefined };
  return (
    <Drawer
      opened={id !== undefined}
      onClose={onClose}
      title={t('event.title')}
      size={620}
      withOverlay={false}
      trapFocus={false}
      closeOnClickOutside={false}
      shadow="xl"
      closeButtonProps={{ 'aria-label': t('common.close') }}
      transitionProps={{ duration: 120 }}
    >
      <Loaded query={query} height={300}>
        {(event) => <EventDetail event={event} {...(onFilter === undefined ? {} : { onFilter })} />}
      </Loaded>
    </Drawer>
  );
}
