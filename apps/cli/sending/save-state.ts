import { randomBytes } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';
import { HaechiError } from '@haechi/event';

/**
 * Writes a value as JSON beside the file, makes it durable and puts it in its place: a crash leaves the old one or the new
 * one.
 *
 * @throws HaechiError `ship_state_unwritable`
 */
export async function saveState(file: string, value: unknown): Promise<void> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    const handle = await open(draft, 'wx', 0o600);
    try {
      await handle.writeFile(`${JSON.stringify(value)}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(draft, file);
  } catch (cause) {
    await unlink(draft).catch(() => undefined);
    throw new HaechiError('ship_state_unwritable', {
      what: 'the record of what was sent could not be written',
      where: file,
      remedy: 'make room on the disk or give another folder with --state, then start again; nothing is lost',
      cause,
    });
  }
}
