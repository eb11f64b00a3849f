import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { HaechiError } from '@haechi/event';
import { keptFile, readKept } from '../sending/kept-file.ts';
import { PULL_LIMITS } from './limits.ts';

/** What is known of one object. */
export interface ObjectEntry {
  readonly etag: string;
  readonly modifiedMs: number;
  /** Records that the collector has acknowledged, in the order of the object. */
  readonly records: number;
  /** Times that reading it failed. */
  readonly tries: number;
  /** Nothing more is to be read: sent, or given up. */
  readonly isDone: boolean;
}

/** A look through all keys. */
interface Look {
  readonly startedMs: number;
  /** Every key up to this one has been dealt with in this look. */
  readonly after?: string;
}

interface State {
  look?: Look;
  /** Objects last modified before it are done: they were there when a look began that came to its end. */
  settledMs: number;
  readonly objects: Map<string, ObjectEntry>;
}

/** How far a bucket was read. What is changed is on disk within a second, and after `flush` at once. */
export interface Checkpoint {
  readonly look: Look | undefined;
  readonly settledMs: number;
  readonly objects: ReadonlyMap<string, ObjectEntry>;
  set(key: string, entry: ObjectEntry): void;
  /** Begins a look through all keys. */
  begin(startedMs: number): void;
  /** Every key up to this one has been dealt with in this look; those behind its window are remembered by that alone. */
  passed(key: string): void;
  /** Ends the look: what was last modified before its window is done. */
  settle(): void;
  flush(): Promise<void>;
}

const VERSION = 1;

/**
 * @param location what is read: the checkpoint of one says nothing of another
 * @throws HaechiError `pull_state_damaged`, `ship_state_unwritable`
 */
export async function openCheckpoint(folder: string, location: string): Promise<Checkpoint> {
  const file = path.join(folder, 'checkpoint.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const state = await load(file, location);
  const { changed, flush } = keptFile(file, PULL_LIMITS.checkpointMs, () => ({
    version: VERSION,
    location,
    ...state,
    objects: [...state.objects],
  }));
  return {
    get settledMs() {
      return state.settledMs;
    },
    objects: state.objects,
    set(key, entry) {
      state.objects.set(key, entry);
      changed();
    },
    get look() {
      return state.look;
    },
    begin(startedMs) {
      state.look = { startedMs };
      changed();
    },
    passed(key) {
      if (state.look === undefined) return;
      state.look = { ...state.look, after: key };
      const entry = state.objects.get(key);
      if (entry?.isDone === true && entry.modifiedMs < state.look.startedMs - PULL_LIMITS.windowMs)
        state.objects.delete(key);
      changed();
    },
    settle() {
      if (state.look === undefined) return;
      state.settledMs = Math.max(state.settledMs, settledBy(state.look, state.objects));
      delete state.look;
      // What is neither done nor broken was begun before an interruption, and is gone since.
      for (const [key, entry] of state.objects)
        if (entry.isDone ? entry.modifiedMs < state.settledMs : entry.tries === 0) state.objects.delete(key);
      changed();
    },
    flush,
  };
}

/** The start of the window behind a look; later where more objects lie in it than are remembered, but never behind the look. */
function settledBy(look: Look, objects: ReadonlyMap<string, ObjectEntry>): number {
  const start = look.startedMs - PULL_LIMITS.windowMs;
  if (objects.size <= PULL_LIMITS.rememberedObjects) return start;
  const newest = [...objects.values()].map(({ modifiedMs }) => modifiedMs).sort((a, b) => b - a);
  const kept = newest[PULL_LIMITS.rememberedObjects - 1] ?? start;
  return Math.max(start, Math.min(kept, look.startedMs));
}

async function load(file: string, location: string): Promise<State> {
  const text = await readKept(file);
  if (text === undefined) return { settledMs: 0, objects: new Map() };
  try {
    const read = JSON.parse(text) as State & { version: unknown; location: unknown; objects: [string, ObjectEntry][] };
    const objects = new Map(read.objects);
    const isSound = [...objects.values()].every(
      ({ etag, modifiedMs, records, tries }) =>
        typeof etag === 'string' && [modifiedMs, records, tries].every((one) => Number.isFinite(one)),
    );
    if (read.version === VERSION && read.location === location && Number.isFinite(read.settledMs) && isSound)
      return { settledMs: read.settledMs, objects, ...(read.look === undefined ? {} : { look: read.look }) };
  } catch {
    // Told below.
  }
  throw new HaechiError('pull_state_damaged', {
    what: `the checkpoint cannot be read or is not of ${location}`,
    where: file,
    values: { location },
    remedy:
      'give another folder with --state, or move the file away to read everything again: records sent not long ago keep their ids and are stored once',
  });
}
