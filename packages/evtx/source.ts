import { open } from 'node:fs/promises';

/** What can be read: a path, the whole file in memory, or its bytes as they come. */
export type EvtxSource = string | Uint8Array | AsyncIterable<Uint8Array>;

const READ_BYTES = 1024 * 1024;

async function* fileBlocks(path: string): AsyncGenerator<Uint8Array> {
  await using file = await open(path, 'r');
  for (;;) {
    const block = Buffer.allocUnsafeSlow(READ_BYTES);
    const { bytesRead } = await file.read(block, 0, READ_BYTES, null);
    if (bytesRead === 0) return;
    yield block.subarray(0, bytesRead);
  }
}

/** The source as blocks of any size. */
export function blocksOf(source: EvtxSource): AsyncIterable<Uint8Array> | Iterable<Uint8Array> {
  if (typeof source === 'string') return fileBlocks(source);
  return source instanceof Uint8Array ? [source] : source;
}
