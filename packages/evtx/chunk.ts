import { ChunkContext } from './binxml/chunk-context.ts';
import { Measure } from './binxml/measure.ts';
import { dataMatches, freeSpace, headerFault } from './chunk-header.ts';
import type { DamageCode, EvtxDamage } from './damage.ts';
import {
  CHUNK_BYTES,
  CHUNK_HEADER_BYTES,
  RECORD_HEADER_BYTES,
  RECORD_MIN_BYTES,
  RECORD_SIGNATURE,
  startsWith,
  u32,
} from './layout.ts';
import type { EvtxOptions } from './options.ts';
import { EvtxRecord, type RecordPlace, recordIdAt } from './record.ts';
import { ansiDecoder } from './values/ansi.ts';

export type EvtxItem = EvtxRecord | EvtxDamage;

/** Where a chunk lies in its file. */
export interface ChunkPlace {
  /** 0-based number. */
  readonly chunk: number;
  /** Byte offset in the file. */
  readonly offset: number;
}

/**
 * Reads one chunk: its records in order, with what is damaged in between. Synchronous and without shared state, so
 * that chunks can be spread over worker threads.
 *
 * @param bytes the chunk, 65,536 bytes, or fewer where the file ends early; the records refer to them, so they must
 *   not be changed afterwards
 */
export function readChunk(
  bytes: Uint8Array,
  place: ChunkPlace = { chunk: 0, offset: 0 },
  options: EvtxOptions = {},
): EvtxItem[] {
  return new ChunkReader(bytes, place, options).read();
}

class ChunkReader {
  readonly #bytes: Buffer;
  readonly #place: ChunkPlace;
  readonly #options: EvtxOptions;
  readonly #context: ChunkContext;
  readonly #measure: Measure;
  readonly #items: EvtxItem[] = [];

  constructor(bytes: Uint8Array, place: ChunkPlace, options: EvtxOptions) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.byteLength, CHUNK_BYTES));
    this.#place = place;
    this.#options = options;
    this.#context = new ChunkContext(this.#bytes, ansiDecoder(options.ansiEncoding ?? 'windows-1252'));
    this.#measure = new Measure(this.#context);
  }

  read(): EvtxItem[] {
    const bytes = this.#bytes;
    if (bytes.length < CHUNK_BYTES) this.#damage('chunk_truncated', 0, 0);
    if (bytes.length < CHUNK_HEADER_BYTES) return this.#items;
    const fault = headerFault(bytes);
    if (fault !== undefined) this.#damage(fault, 0, 0);
    const free = fault === undefined ? freeSpace(bytes) : bytes.length;
    const intact = fault === undefined && dataMatches(bytes);
    if (fault === undefined && !intact && bytes.length === CHUNK_BYTES)
      this.#damage('chunk_data_checksum', CHUNK_HEADER_BYTES, 0);
    const place = { ...this.#place, intact, slack: false };
    const end = this.#walk(CHUNK_HEADER_BYTES, Math.min(free, bytes.length), fault !== undefined, place);
    if (this.#options.slack === true) this.#slack(end);
    return this.#items;
  }

  #damage(code: DamageCode, at: number, skipped: number, recordId?: number): void {
    this.#items.push({
      kind: 'damage',
      code,
      chunk: this.#place.chunk,
      offset: this.#place.offset + at,
      bytes: skipped,
      ...(recordId === undefined ? {} : { recordId }),
    });
  }

  /**
   * Gives the records from `at` to `end`. What stands between them and is no record is damage, except zeros up to the
   * end where the header cannot tell it (`openEnd`).
   *
   * @returns the offset behind the last record
   */
  #walk(start: number, end: number, openEnd: boolean, place: RecordPlace): number {
    const bytes = this.#bytes;
    let at = start;
    while (at + RECORD_MIN_BYTES <= end) {
      const size = this.#recordSize(at, end);
      if (size > 0) {
        this.#record(at, size, place);
        at += size;
        continue;
      }
      const signed = startsWith(bytes, at, RECORD_SIGNATURE);
      const found = this.#nextRecord(at + 1, end);
      if (found === -1 && (openEnd || isZero(bytes, at, end))) return at;
      const next = found === -1 ? end : found;
      this.#damage(
        signed ? 'record_size' : 'record_signature',
        at,
        next - at,
        signed ? recordIdAt(bytes, at) : undefined,
      );
      at = next;
    }
    return at;
  }

  /** Size of the record at `at`: 0 unless signature, size and the copy of the size agree. */
  #recordSize(at: number, end: number): number {
    const bytes = this.#bytes;
    if (!startsWith(bytes, at, RECORD_SIGNATURE)) return 0;
    const size = u32(bytes, at + 4);
    if (size < RECORD_MIN_BYTES || at + size > end) return 0;
    return u32(bytes, at + size - 4) === size ? size : 0;
  }

  /** Offset of the next whole record, or -1. */
  #nextRecord(from: number, end: number): number {
    let at = this.#bytes.indexOf(RECORD_SIGNATURE, from);
    while (at !== -1 && at + RECORD_MIN_BYTES <= end) {
      if (this.#recordSize(at, end) > 0) return at;
      at = this.#bytes.indexOf(RECORD_SIGNATURE, at + 1);
    }
    return -1;
  }

  #record(at: number, size: number, place: RecordPlace): void {
    const work = this.#measure.record(at + RECORD_HEADER_BYTES, at + size - 4);
    this.#context.workLeft -= Math.max(work, 0);
    if (work >= 0 && this.#context.workLeft >= 0) this.#items.push(new EvtxRecord(this.#context, at, size, place));
    else this.#damage(work < 0 ? this.#measure.fault : 'binxml_work', at, size, recordIdAt(this.#bytes, at));
  }

  /** Whole records in what is left of the chunk; other bytes there mean nothing. */
  #slack(from: number): void {
    const end = this.#bytes.length;
    const place = { ...this.#place, intact: false, slack: true };
    let at = this.#nextRecord(from, end);
    while (at !== -1) {
      const size = this.#recordSize(at, end);
      const readable = this.#measure.record(at + RECORD_HEADER_BYTES, at + size - 4) >= 0;
      if (readable) this.#record(at, size, place);
      else if ((this.#context.workLeft -= size) < 0) return;
      at = this.#nextRecord(readable ? at + size : at + 1, end);
    }
  }
}

function isZero(bytes: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) if (bytes[i] !== 0) return false;
  return true;
}
