import { open } from 'node:fs/promises';
import { CHUNK_BYTES, FILE_HEADER_BYTES } from './layout.ts';

/** What can be read: a path, the whole file in memory, or its bytes as they come. */
export type EvtxSource = string | Uint8Array | AsyncIterable<Uint8Array>;

/**
 * The header, then a chunk at a time, each in memory of its own: a record that is kept holds 64 kB, and nothing has to
 * be copied to put chunks together.
 */
async function* fileBlocks(path: string): AsyncGenerator<Uint8Array> {
  await using file = await open(path, 'r');
  for (let size = FILE_HEADER_BYTES; ; size = CHUNK_BYTES) {
    const block = Buffer.allocUnsafeSlow(size);
    const { bytesRead } = await file.read(block, 0, size, null);
    if (bytesRead === 0) return;
    yield block.subarray(0, bytesRead);
  }
}

/** The source as blocks of any size. */
export function blocksOf(source: EvtxSource): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (typeof source === 'string') return fileBlocks(source);
  return source instanceof Uint8Array ? [source] : source;
}
