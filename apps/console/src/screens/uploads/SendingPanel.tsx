import { Button } from '@mantine/core';
import { useSyncExternalStore } from 'react';
import { useI18n } from '../../i18n/I18nProvider.tsx';
import { byteText } from '../../ui/byteText.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { useErrorText } from '../../ui/useErrorText.ts';
import { type Outgoing, outbox } from './outbox.ts';
import styles from './SendingPanel.module.css';

/** Files shown one by one; of a folder of thousands the rest is in the sum. */
const SHOWN = 20;

/** What is on its way from this browser, with a bar over all of it. Nothing where that is nothing. */
export function SendingPanel() {
  const { t, tn, lang } = useI18n();
  const { files, arrivedFiles, arrivedBytes } = useSyncExternalStore(outbox.subscribe, outbox.get);
  if (files.length === 0) return null;
  const total = files.reduce((sum, { bytes }) => sum + bytes, arrivedBytes);
  const sent = files.reduce((sum, { sentBytes }) => sum + sentBytes, arrivedBytes);
  const first = files.filter(({ state }) => state !== 'queued');
  const shown = [...first, ...files.filter(({ state }) => state === 'queued')].slice(0, SHOWN);
  return (
    <Panel
      title={t('uploads.sending')}
      aside={`${t('uploads.sentOf', { sent: byteText(sent, lang), total: byteText(total, lang) })} · ${t('uploads.filesOf', { done: arrivedFiles, total: arrivedFiles + files.length })}`}
    >
      <progress className={styles.bar} aria-label={t('uploads.sending')} value={sent} max={Math.max(1, total)} />
      <ul className={styles.list}>
        {shown.map((file) => (
          <SendingFile key={file.key} file={file} />
        ))}
      </ul>
      {files.length > shown.length && (
        <span className={styles.side}>{tn('uploads.moreQueued', files.length - shown.length)}</span>
      )}
    </Panel>
  );
}

function SendingFile({ file }: { readonly file: Outgoing }) {
  const { t, lang } = useI18n();
  const errorText = useErrorText();
  const { key, name, bytes, sentBytes, state } = file;
  const error = state === 'failed' ? errorText(file.error) : undefined;
  return (
    <li className={styles.item}>
      <span className={`${styles.name} mono`} title={name}>
        {name}
      </span>
      {error === undefined ? (
        <span className={styles.side}>
          {state === 'sending'
            ? t('uploads.sentOf', { sent: byteText(sentBytes, lang), total: byteText(bytes, lang) })
            : t(`uploads.outgoing.${state === 'waiting' ? 'waiting' : 'queued'}`)}
        </span>
      ) : (
        <>
          <span className={styles.error} role="alert">
            {error.what} {error.remedy}
          </span>
          <Button size="compact-xs" variant="default" onClick={() => outbox.retry(key)}>
            {t('common.retry')}
          </Button>
        </>
      )}
      <IconButton icon="close" label={t('uploads.drop1', { name })} onClick={() => outbox.drop(key)} />
    </li>
  );
}
