import { randomUUID } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import path from 'node:path';

const FORM = /^[0-9a-f-]{36}$/;

/**
 * Names this process among those that share a bus and a state: the same after a restart on the same data folder, which
 * only one process uses at a time. The name of the machine makes a copied folder another worker.
 */
export async function workerName(dataFolder: string): Promise<string> {
  const file = path.join(dataFolder, 'worker');
  const known = (await readFile(file, 'utf8').catch(() => '')).trim();
  if (FORM.test(known)) return `${hostname()}-${known}`;
  const id = randomUUID();
  await writeFile(file, `${id}\n`, { mode: 0o600 });
  return `${hostname()}-${id}`;
}
