import { type FileHandle, open } from 'node:fs/promises';
import { HaechiError } from '@haechi/event';

/** Where audit lines go. */
export interface AuditLog {
  /** Resolves when the line is in the file. Lines that come together are written together. */
  write(record: object): Promise<void>;
  close(): Promise<void>;
}

/**
 * NDJSON, appended. Each write is one call with whole lines, so that several processes can share the file. After a
 * rename (logrotate) `reopen` by opening a new one.
 *
 * @throws HaechiError `audit_unwritable`
 */
export async function openAuditLog(path: string): Promise<AuditLog> {
  const file = await openFile(path);
  let waiting: string[] = [];
  let writing = Promise.resolve();
  const flush = async (): Promise<void> => {
    const text = waiting.join('');
    waiting = [];
    if (text !== '') await file.appendFile(text);
  };
  return {
    write(record) {
      waiting.push(`${JSON.stringify(record)}\n`);
      return (writing = writing.then(flush, flush));
    },
    async close() {
      await writing.catch(() => undefined);
      await file.close();
    },
  };
}

function openFile(path: string): Promise<FileHandle> {
  return open(path, 'a', 0o640).catch((cause: unknown) => {
    throw new HaechiError('audit_unwritable', {
      what: 'the audit file cannot be opened',
      where: path,
      remedy: 'check the folder and the rights on it',
      cause,
    });
  });
}
