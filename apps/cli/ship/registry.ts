import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { HaechiError } from '@haechi/event';
import { keptFile, readKept } from '../sending/kept-file.ts';
import type { Marks } from './fingerprint.ts';
import { SHIP_LIMITS } from './limits.ts';

/** What is known of one file; the key is its device and inode. */
export interface FileEntry {
  readonly path: string;
  readonly generation: number;
  /** Bytes that the collector has acknowledged. */
  readonly position: number;
  readonly marks: Marks;
  /** A `.gz` is read once. */
  readonly isDone?: boolean;
  /** Size of a `.gz` when it was read; its position counts what it expands to. */
  readonly gzipBytes?: number;
  /** When it was first missed, milliseconds since the epoch. */
  readonly goneMs?: number;
}

/** How far each file was sent. What is set is on disk within a second, and after `flush` at once. */
export interface Registry {
  get(key: string): FileEntry | undefined;
  all(): Iterable<readonly [key: string, entry: FileEntry]>;
  set(key: string, entry: FileEntry): void;
  remove(key: string): void;
  flush(): Promise<void>;
}

const VERSION = 1;

/** @throws HaechiError `ship_state_damaged`, `ship_state_unwritable` */
export async function openRegistry(folder: string): Promise<Registry> {
  const file = path.join(folder, 'registry.json');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const entries = await load(file);
  const { changed, flush } = keptFile(file, SHIP_LIMITS.registryMs, () => ({
    version: VERSION,
    files: Object.fromEntries(entries),
  }));
  return {
    get: (key) => entries.get(key),
    all: () => entries,
    set(key, entry) {
      entries.set(key, entry);
      changed();
    },
    remove(key) {
      if (entries.delete(key)) changed();
    },
    flush,
  };
}

async function load(file: string): Promise<Map<string, FileEntry>> {
  const text = await readKept(file);
  if (text === undefined) return new Map();
  try {
    const { version, files } = JSON.parse(text) as { version: unknown; files: Record<string, FileEntry> };
    const entries = Object.entries(files);
    if (version === VERSION && entries.every(([, entry]) => isEntry(entry))) return new Map(entries);
  } catch {
    // Told below.
  }
  throw new HaechiError('ship_state_damaged', {
    what: 'the registry of sent files cannot be read',
    where: file,
    remedy:
      'restore it, or move it away to send everything again: lines sent not long ago keep their ids and are stored once',
  });
}

function isEntry({ path: file, generation, position, marks }: FileEntry): boolean {
  const counts = [generation, position, marks.head.bytes, marks.tail.bytes];
  return (
    typeof file === 'string' &&
    counts.every((count) => Number.isSafeInteger(count) && count >= 0) &&
    Math.max(marks.head.bytes, marks.tail.bytes) <= Math.min(position, SHIP_LIMITS.fingerprintBytes)
  );
}
