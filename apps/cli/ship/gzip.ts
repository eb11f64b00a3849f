import type { FileHandle } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { countCompressed, countExpanded, createBudget } from '@haechi/platform/ingest/files/budget.ts';
import { FILE_LIMITS } from '@haechi/platform/ingest/files/limits.ts';
import { containerOf, MAGIC_BYTES } from '@haechi/platform/ingest/files/magic.ts';
import { isCandidate, stemOf } from './copied.ts';
import { fingerprintOf } from './fingerprint.ts';
import { SHIP_LIMITS } from './limits.ts';
import type { FileEntry, Registry } from './registry.ts';

/** A `.gz` from a position in what it expands to. */
export interface OpenGzip {
  readonly position: number;
  /** The first bytes of what it expands to. */
  readonly head: Buffer;
  readonly pieces: AsyncIterable<Uint8Array>;
}

/**
 * Opens a `.gz`; without a position, behind what was sent before it was compressed.
 *
 * @returns `archive` where there is another archive in it
 */
export async function openGzip(
  handle: FileHandle,
  file: string,
  position: number | undefined,
  registry: Registry,
): Promise<OpenGzip | 'archive'> {
  // Read through the handle: the name may lead to another file by the next time.
  const source = { handle, file };
  const start = await headOf(source);
  if (containerOf(start) !== 'plain') return 'archive';
  const from = position ?? (await sentOf(source, start, registry));
  return {
    position: from,
    head: start.subarray(0, SHIP_LIMITS.fingerprintBytes),
    pieces: from === 0 ? expanded(source) : behind(source, from),
  };
}

interface Source {
  readonly handle: FileHandle;
  readonly file: string;
}

function expanded({ handle, file }: Source): AsyncGenerator<Uint8Array> {
  const budget = createBudget(file, FILE_LIMITS);
  const inflate = createGunzip();
  const input = Readable.from(
    countCompressed(
      handle.createReadStream({ start: 0, autoClose: false, highWaterMark: SHIP_LIMITS.pieceBytes }),
      budget,
    ),
  );
  input.once('error', (error) => inflate.destroy(error));
  return countExpanded(input.pipe(inflate), budget);
}

async function headOf(source: Source): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of expanded(source)) {
    pieces.push(piece);
    bytes += piece.length;
    if (bytes >= MAGIC_BYTES) break;
  }
  return Buffer.concat(pieces).subarray(0, MAGIC_BYTES);
}

async function* behind(source: Source, position: number): AsyncGenerator<Uint8Array> {
  let offset = 0;
  for await (const piece of expanded(source)) {
    const skip = Math.min(piece.length, Math.max(0, position - offset));
    offset += piece.length;
    if (skip < piece.length) yield piece.subarray(skip);
  }
}

/** How much of it was sent under the name of the file that it was compressed from. */
async function sentOf(source: Source, head: Buffer, registry: Registry): Promise<number> {
  const stem = stemOf(source.file);
  const candidates = [...registry.all()]
    .map(([, entry]) => entry)
    .filter((entry) => isCandidate(entry, stem) && isSame(head.subarray(0, entry.marks.head.bytes), entry.marks.head))
    .sort((a, b) => b.position - a.position);
  for (const { position, marks } of candidates)
    if (isSame(await bytesAt(source, position - marks.tail.bytes, marks.tail.bytes), marks.tail)) return position;
  return 0;
}

function isSame(bytes: Buffer, { digest }: FileEntry['marks']['head']): boolean {
  return fingerprintOf(bytes).digest === digest;
}

async function bytesAt(source: Source, offset: number, length: number): Promise<Buffer> {
  const pieces: Uint8Array[] = [];
  let have = 0;
  for await (const piece of behind(source, offset)) {
    pieces.push(piece);
    have += piece.length;
    if (have >= length) break;
  }
  return Buffer.concat(pieces).subarray(0, length);
}
