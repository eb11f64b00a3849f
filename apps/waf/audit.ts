import { type FileHandle, open, stat } from 'node:fs/promises';
import { HaechiError } from '@haechi/event';

/** Where audit lines go. */
export interface AuditLog {
  /** Resolves when the line is in the file. Lines that come together are written together. */
  write(record: object): Promise<void>;
  /** Goes on in a new file where the old one was renamed or removed. @throws HaechiError `audit_unwritable` */
  reopen(): Promise<void>;
  close(): Promise<void>;
}

/** Milliseconds after which it is looked again whether the file still has its name. */
const LOOK_EVERY_MS = 1_000;

/**
 * NDJSON, appended. Each write is one call with whole lines, so that several processes can share the file. A file that was
 * renamed (logrotate) or removed is followed by a new one of the name within a second, or at once by `reopen`; where none
 * can be opened the old one goes on.
 *
 * @throws HaechiError `audit_unwritable`
 */
export async function openAuditLog(path: string, nowMs: () => number = Date.now): Promise<AuditLog> {
  let file = await openFile(path);
  let lookedMs = nowMs();
  let waiting: string[] = [];
  let writing = Promise.resolve();
  const follow = async (): Promise<void> => {
    lookedMs = nowMs();
    if (await isSame(file, path)) return;
    const before = file;
    file = await openFile(path);
    await before.close();
  };
  const flush = async (): Promise<void> => {
    const text = waiting.join('');
    waiting = [];
    if (text === '') return;
    const fault = nowMs() - lookedMs < LOOK_EVERY_MS ? undefined : await follow().catch((error: unknown) => error);
    await file.appendFile(text);
    if (fault !== undefined) throw fault;
  };
  const next = (work: () => Promise<void>): Promise<void> => (writing = writing.then(work, work));
  return {
    write(record) {
      waiting.push(`${JSON.stringify(record)}\n`);
      return next(flush);
    },
    reopen: () => next(follow),
    async close() {
      await writing.catch(() => undefined);
      await file.close();
    },
  };
}

async function isSame(file: FileHandle, path: string): Promise<boolean> {
  const named = await stat(path, { bigint: true }).catch(() => undefined);
  const opened = await file.stat({ bigint: true });
  return named !== undefined && named.ino === opened.ino && named.dev === opened.dev;
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
