import { Button, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useIncidentNotes, usePatchIncident } from '../../api/incidents.ts';
import { useHasRole } from '../../api/useRole.ts';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { Loaded } from '../../ui/Loaded.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { Time } from '../../ui/Time.tsx';
import { useNotify } from '../../ui/useNotify.ts';
import styles from './NotesPanel.module.css';

const MAX_NOTE = 8192;

/** What analysts wrote down, oldest first, and a place for the next note. */
export function NotesPanel({ id }: { readonly id: string }) {
  const { t } = useI18n();
  const notes = useIncidentNotes(id);
  const patch = usePatchIncident(id);
  const notify = useNotify();
  const mayWrite = useHasRole('analyst');
  const [note, setNote] = useState('');
  const submit = (event: FormEvent) => {
    event.preventDefault();
    patch.mutate({ note: note.trim() }, { onSuccess: () => setNote(''), onError: notify.failed });
  };
  return (
    <Panel title={t('incident.notes')}>
      <Stack gap="sm">
        <Loaded query={notes} height={40}>
          {({ rows }) =>
            rows.length === 0 ? (
              <span className={styles.none}>{t('incident.noNotes')}</span>
            ) : (
              <ol className={styles.list}>
                {rows.map((each) => (
                  <li key={each.id}>
                    <div className={styles.who}>
                      <strong>{each.author}</strong>
                      <Time iso={each.time} as="minute" />
                    </div>
                    <div className={styles.text}>{each.text}</div>
                  </li>
                ))}
              </ol>
            )
          }
        </Loaded>
        {mayWrite && (
          <form onSubmit={submit}>
            <Textarea
              size="xs"
              rows={3}
              maxLength={MAX_NOTE}
              aria-label={t('incident.newNote')}
              placeholder={t('incident.newNote')}
              value={note}
              onChange={(event) => setNote(event.currentTarget.value)}
            />
            <Button
              size="xs"
              mt={6}
              type="submit"
              variant="default"
              disabled={note.trim() === ''}
              loading={patch.isPending}
            >
              {t('incident.addNote')}
            </Button>
          </form>
        )}
      </Stack>
    </Panel>
  );
}
