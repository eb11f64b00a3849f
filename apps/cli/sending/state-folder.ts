import { homedir } from 'node:os';
import path from 'node:path';
import { HaechiError } from '@haechi/event';
import { lockData } from '@haechi/server/data-lock.ts';

/** A folder for each collector: what one has been sent says nothing of another. @param command `ship` or `pull` */
export function defaultState(command: string, { host }: URL): string {
  const state = process.env['XDG_STATE_HOME'] || path.join(homedir(), '.local', 'state');
  return path.join(state, 'haechi', command, host.replaceAll(/[^\w.-]+/g, '_'));
}

/** @returns what gives the folder free. @throws HaechiError `ship_state_in_use` */
export async function lockState(folder: string): Promise<() => Promise<void>> {
  try {
    return await lockData(folder);
  } catch (cause) {
    if (!(cause instanceof HaechiError) || cause.code !== 'data_in_use') throw cause;
    throw new HaechiError('ship_state_in_use', {
      what: 'another process works with this record of what was sent',
      where: folder,
      remedy: 'stop it first, or give this one a folder of its own with --state',
      cause,
    });
  }
}
