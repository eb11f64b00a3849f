import { crc32 } from 'node:zlib';
import { type EvtxItem, readChunk } from './chunk.ts';
import type { DamageCode, EvtxDamage } from './damage.ts';
import { type Frame, Framer } from './framer.ts';
import { CHUNK_BYTES, FILE_DIRTY, FILE_HEADER_BYTES, FILE_SIGNATURE, startsWith, u16, u32 } from './layout.ts';
import type { EvtxOptions } from './options.ts';
import { blocksOf, type EvtxSource } from './source.ts';

/**
 * Reads a Windows event log: its records in file order, and what is damaged in its place between them.
 *
 * @example
 * for await (const item of readEvtx('Security.evtx')) {
 *   if (item.kind === 'damage') console.error(item.code, item.offset);
 *   else console.log(item.recordId, item.json());
 * }
 * @throws what the source throws (a missing file), RangeError for an unknown `ansiEncoding`; never for what is in the file
 */
export async function* readEvtx(source: EvtxSource, options: EvtxOptions = {}): AsyncGenerator<EvtxItem> {
  const reader = new FileReader(options);
  for await (const block of blocksOf(source)) {
    for (const frame of reader.framer.push(block)) yield* reader.read(frame);
  }
  for (const frame of reader.framer.end()) yield* reader.read(frame);
  yield* reader.finish();
}

/** The same for a file in memory, without waiting. */
export function* readEvtxBytes(bytes: Uint8Array, options: EvtxOptions = {}): Generator<EvtxItem> {
  const reader = new FileReader(options);
  for (const frame of reader.framer.push(bytes)) yield* reader.read(frame);
  for (const frame of reader.framer.end()) yield* reader.read(frame);
  yield* reader.finish();
}

const ZEROS = Buffer.alloc(CHUNK_BYTES);

class FileReader {
  readonly framer = new Framer();
  readonly #options: EvtxOptions;
  #chunk = 0;
  /** Chunks that the header lists; unknown while the file is open in Windows (dirty) or has no sound header. */
  #listed: number | undefined;

  constructor(options: EvtxOptions) {
    this.#options = options;
  }

  read(frame: Frame): readonly EvtxItem[] {
    if (frame.kind === 'header') return this.#header(frame.bytes);
    if (frame.kind === 'gap') return this.#gap(frame);
    const place = { chunk: this.#chunk++, offset: frame.offset };
    const items = readChunk(frame.bytes, place, this.#options);
    if (this.#listed === undefined || place.chunk < this.#listed) return items;
    return [this.#damage('chunk_unlisted', place.offset, 0), ...items];
  }

  finish(): readonly EvtxItem[] {
    if (this.#listed === undefined || this.#chunk >= this.#listed) return [];
    return [this.#damage('file_truncated', FILE_HEADER_BYTES + this.#chunk * CHUNK_BYTES, 0)];
  }

  #damage(code: DamageCode, offset: number, bytes: number): EvtxDamage {
    return { kind: 'damage', code, chunk: code.startsWith('file_') ? -1 : this.#chunk, offset, bytes };
  }

  #header(bytes: Buffer): readonly EvtxItem[] {
    if (!startsWith(bytes, 0, FILE_SIGNATURE)) return [this.#damage('file_header_signature', 0, 0)];
    if (bytes.length < FILE_HEADER_BYTES) return [this.#damage('file_truncated', bytes.length, 0)];
    if (crc32(bytes.subarray(0, 120)) !== u32(bytes, 124)) return [this.#damage('file_header_checksum', 0, 0)];
    if ((u32(bytes, 120) & FILE_DIRTY) === 0) this.#listed = u16(bytes, 42);
    return [];
  }

  /** Space where a chunk should be: unused when it is all zero, else a chunk that lost its signature. */
  #gap(frame: Frame): readonly EvtxItem[] {
    if (frame.bytes.equals(ZEROS.subarray(0, frame.bytes.length))) return [];
    const place = { chunk: this.#chunk, offset: frame.offset };
    if (frame.bytes.length === CHUNK_BYTES) this.#chunk++;
    return readChunk(frame.bytes, place, this.#options);
  }
}
