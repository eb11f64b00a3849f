import { existsSync } from 'node:fs';
import { cp, mkdir, readdir } from 'node:fs/promises';
import path from 'node:path';
import { HaechiError } from '@haechi/event';
import { type CopyProgress, copyEvents } from '@haechi/platform/store/events/copy.ts';
import { SpoolBus } from '@haechi/platform/store/spool-bus.ts';
import { type CopiedState, copyState, requireEmptyState } from '@haechi/platform/store/state/copy.ts';
import { lockData } from './data-lock.ts';

/** Where an installation keeps what it has. */
export interface Installation {
  readonly dataFolder: string;
  /** `clickhouse://…`; without it in the data folder. */
  readonly events?: string;
  /** `postgres://…`; without it in the data folder. */
  readonly state?: string;
}

/** What happens meanwhile. */
export interface MoveReport {
  events(progress: CopyProgress): void;
  /** A part that is the same place for both. */
  stays(part: 'events' | 'state'): void;
  eventsDone(rows: { readonly copied: number; readonly kept: number }): void;
  folderDone(name: string): void;
  stateDone(copied: CopiedState): void;
}

/** Kept by other means, or made anew. */
const NOT_COPIED = new Set(['events', 'state', 'cache', 'log', 'server.lock']);

/**
 * Copies a stopped installation to another place, from folders to servers or back. The source is not changed. Events come
 * first and the state last, as a whole: a move that is broken off is begun again with the same words and goes on.
 *
 * @param nowMs milliseconds since the epoch
 * @throws HaechiError `move_source_missing`, `move_not_drained`, `move_target_not_empty`, `move_differs`, `data_in_use`
 */
export async function move(from: Installation, to: Installation, nowMs: number, report: MoveReport): Promise<void> {
  if (!existsSync(from.dataFolder)) throw missing(from.dataFolder);
  await using locks = new AsyncDisposableStack();
  locks.defer(await lockData(from.dataFolder));
  if (path.resolve(from.dataFolder) !== path.resolve(to.dataFolder)) locks.defer(await lockData(to.dataFolder));
  await mustBeDrained(from.dataFolder);
  const state = [placeOf(from, 'state'), placeOf(to, 'state')] as const;
  const events = [placeOf(from, 'events'), placeOf(to, 'events')] as const;
  const isStateCopied = state[0] !== state[1];
  if (isStateCopied && isFolder(state[0]) && !existsSync(state[0])) throw missing(state[0]);
  if (isStateCopied) await requireEmptyState(state[1]);

  if (events[0] === events[1]) report.stays('events');
  else if (events.every(isFolder)) await copyFolder(...events, report);
  else report.eventsDone(await copyEvents(...events, nowMs, (progress) => report.events(progress)));
  await copyOthers(from.dataFolder, to.dataFolder, report);
  if (isStateCopied) report.stateDone(await copyState(...state));
  else report.stays('state');
}

function placeOf(installation: Installation, part: 'events' | 'state'): string {
  return installation[part] ?? path.resolve(installation.dataFolder, part);
}

function isFolder(where: string): boolean {
  return !where.includes('://');
}

/** What is accepted and not stored belongs to no store yet. */
async function mustBeDrained(dataFolder: string): Promise<void> {
  const folder = path.join(dataFolder, 'spool');
  if (!existsSync(folder)) return;
  const spool = await SpoolBus.open(folder);
  const waiting = spool.depth();
  await spool.close();
  if (waiting === 0) return;
  throw new HaechiError('move_not_drained', {
    what: `${waiting} batches are accepted and not stored yet`,
    where: folder,
    remedy: 'start the server on it once more without senders, wait until haechi_spool_batches is 0, and stop it',
  });
}

/** Uploads, the spool with its positions, and whatever else belongs to the folder. */
async function copyOthers(from: string, to: string, report: MoveReport): Promise<void> {
  if (path.resolve(from) === path.resolve(to)) return;
  await mkdir(to, { recursive: true, mode: 0o700 });
  for (const name of await readdir(from))
    if (!NOT_COPIED.has(name)) await copyFolder(path.join(from, name), path.join(to, name), report);
}

async function copyFolder(from: string, to: string, report: MoveReport): Promise<void> {
  await cp(from, to, { recursive: true, preserveTimestamps: true });
  report.folderDone(path.basename(from));
}

function missing(where: string): HaechiError {
  return new HaechiError('move_source_missing', {
    what: 'there is nothing to move',
    where,
    remedy: 'give the data folder that the server ran on with --data',
  });
}
