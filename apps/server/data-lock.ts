import { randomBytes } from 'node:crypto';
import { link, mkdir, open, readFile, rename, unlink } from 'node:fs/promises';
import path from 'node:path';
import { HaechiError } from '@haechi/event';

const FILE = 'server.lock';

/** Takeovers of a left-over lock that are tried before giving up: another process may be doing the same. */
const TRIES = 5;

/**
 * Claims a data folder for this process, by a file with its id. The file of a process that was killed is taken over.
 *
 * @returns what gives the folder free again
 * @throws HaechiError `data_in_use` while another server works on the folder
 */
export async function lockData(folder: string): Promise<() => Promise<void>> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, FILE);
  const mine = `${process.pid} ${await startOf(process.pid)}\n`;
  for (let tries = 0; tries < TRIES; tries++) {
    if (await create(file, mine)) return () => unlink(file).catch(() => undefined);
    const theirs = await readFile(file, 'utf8').catch(() => undefined);
    if (theirs === undefined) continue;
    if (await isRunning(theirs)) throw inUse(folder, theirs);
    await removeLeftOver(file, theirs);
  }
  throw inUse(folder, '');
}

/** A file appears with its content at once: nobody reads a half-written claim. */
async function create(file: string, content: string): Promise<boolean> {
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await handle.close();
    await unlink(draft);
  }
}

/** Removes a dead process's file; puts it back when another process took the folder over in between. */
async function removeLeftOver(file: string, seen: string): Promise<void> {
  const aside = `${file}.${randomBytes(6).toString('hex')}`;
  try {
    await rename(file, aside);
  } catch {
    return;
  }
  if ((await readFile(aside, 'utf8')) !== seen) await link(aside, file).catch(() => undefined);
  await unlink(aside);
}

async function isRunning(content: string): Promise<boolean> {
  const [id = '', started = ''] = content.trim().split(' ');
  const pid = Number(id);
  if (!Number.isSafeInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  // The same number with another start is another process (Linux; elsewhere both are unknown and equal).
  return (await startOf(pid)) === started;
}

/** When a process began, in clock ticks since boot (proc(5), field 22 of stat); `-` where the system does not say. */
async function startOf(pid: number): Promise<string> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '-';
}

function inUse(folder: string, content: string): HaechiError {
  const pid = content.trim().split(' ')[0] ?? '';
  return new HaechiError('data_in_use', {
    what: `another server works on this data folder${pid === '' ? '' : ` (process ${pid})`}`,
    where: folder,
    remedy: 'stop it first, or give another folder with --data',
  });
}
