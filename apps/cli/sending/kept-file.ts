import { readFile } from 'node:fs/promises';
import { saveState } from './save-state.ts';

/** A file that follows what is in memory. */
interface KeptFile {
  /** Says that what is in memory changed: it is on disk soon. @throws what an earlier write failed with, a full disk */
  changed(): void;
  /** Resolves once all that was changed is on disk. @throws HaechiError `ship_state_unwritable` */
  flush(): Promise<void>;
}

/** @param delayMs milliseconds at the most from a change to its write */
export function keptFile(file: string, delayMs: number, state: () => unknown): KeptFile {
  let isDirty = false;
  let timer: NodeJS.Timeout | undefined;
  let writing = Promise.resolve();
  let fault: unknown;
  const write = async (): Promise<void> => {
    if (!isDirty) return;
    isDirty = false;
    await saveState(file, state());
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    writing = writing.then(write);
    return writing;
  };
  return {
    flush,
    changed() {
      // Told to whoever changes something next.
      if (fault !== undefined) throw fault;
      isDirty = true;
      timer ??= setTimeout(() => flush().catch((error: unknown) => (fault = error)), delayMs);
    },
  };
}

/** What the file holds; `undefined` where there is none yet. */
export async function readKept(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
