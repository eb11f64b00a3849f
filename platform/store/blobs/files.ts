import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Blobs } from '../ports.ts';

/** Lower-case SHA-256 hex: the only names that ever become a path. */
const KEY = /^[0-9a-f]{64}$/;

/**
 * Content-addressed files under `folder`: `ab/abcd…`. A blob is visible only whole (written beside, flushed, renamed)
 * and is on stable storage when `put` returns. The same content twice is one file.
 */
export async function fileBlobs(folder: string): Promise<Blobs> {
  const incoming = join(folder, 'incoming');
  // What a crash left behind was never answered as stored.
  await rm(incoming, { recursive: true, force: true });
  await mkdir(incoming, { recursive: true });
  return {
    async put(content) {
      const pieces = content instanceof Uint8Array ? [content] : content;
      const temporary = join(incoming, randomUUID());
      try {
        const { key, bytes } = await writeDurably(temporary, pieces);
        const shelf = join(folder, key.slice(0, 2));
        await mkdir(shelf, { recursive: true });
        await rename(temporary, join(shelf, key));
        await flushFolder(shelf);
        await flushFolder(folder);
        return { key, bytes };
      } catch (error) {
        await rm(temporary, { force: true });
        throw error;
      }
    },
    async get(key) {
      if (!KEY.test(key)) return undefined;
      const path = join(folder, key.slice(0, 2), key);
      const found = await stat(path).then(
        (file) => file.isFile(),
        () => false,
      );
      return found ? createReadStream(path) : undefined;
    },
  };
}

async function writeDurably(path: string, pieces: Iterable<Uint8Array> | AsyncIterable<Uint8Array>) {
  const hash = createHash('sha256');
  let bytes = 0;
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const piece of pieces) {
      hash.update(piece);
      bytes += piece.length;
      await file.writeFile(piece);
    }
    await file.sync();
  } finally {
    await file.close();
  }
  return { key: hash.digest('hex'), bytes };
}

/** A renamed file is found after a power failure only if its folder was flushed too. */
async function flushFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
