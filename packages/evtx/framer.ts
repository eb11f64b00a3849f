import { dataMatches, freeSpace, headerFault } from './chunk-header.ts';
import { CHUNK_BYTES, CHUNK_HEADER_BYTES, CHUNK_SIGNATURE, FILE_HEADER_BYTES, startsWith } from './layout.ts';

/** A piece of the file: its header, or what stands where a chunk should. */
export interface Frame {
  readonly kind: 'header' | 'chunk' | 'gap';
  readonly offset: number;
  readonly bytes: Buffer;
}

const EMPTY = Buffer.alloc(0);

/**
 * Cuts a file into its header and chunks. Where bytes were lost or added, so that a chunk is not where it should be,
 * it looks for the next signature and goes on from there; what it passed is a `gap`. Holds one chunk at most.
 */
export class Framer {
  #held: Buffer = EMPTY;
  #offset = 0;
  #started = false;

  /** Takes the next bytes; gives the frames that are whole now. */
  *push(block: Uint8Array): Generator<Frame> {
    const fresh = Buffer.from(block.buffer, block.byteOffset, block.byteLength);
    this.#held = this.#held.length === 0 ? fresh : Buffer.concat([this.#held, fresh]);
    yield* this.#take(false);
    // A copy of the rest, so that a long block is not kept for a short rest.
    this.#held = this.#held.length === 0 ? EMPTY : Buffer.from(this.#held);
  }

  /** Gives what is left at the end of the file. */
  *end(): Generator<Frame> {
    yield* this.#take(true);
  }

  *#take(atEnd: boolean): Generator<Frame> {
    if (!this.#started && (atEnd || this.#held.length >= FILE_HEADER_BYTES) && this.#held.length > 0) {
      this.#started = true;
      // A carved file may begin with a chunk.
      if (!startsWith(this.#held, 0, CHUNK_SIGNATURE)) yield this.#cut('header', FILE_HEADER_BYTES);
    }
    while (this.#started && (this.#held.length >= CHUNK_BYTES || (atEnd && this.#held.length > 0))) {
      if (startsWith(this.#held, 0, CHUNK_SIGNATURE)) {
        yield this.#cut('chunk', this.#chunkEnd());
        continue;
      }
      const found = this.#held.subarray(0, CHUNK_BYTES).indexOf(CHUNK_SIGNATURE);
      yield this.#cut('gap', found === -1 ? CHUNK_BYTES : found);
    }
  }

  /**
   * Bytes of the chunk that begins here: all, unless bytes were lost and the next chunk begins inside. A signature
   * among the records of a sound chunk is content, or content could hide the records behind it.
   */
  #chunkEnd(): number {
    const chunk = this.#held.subarray(0, CHUNK_BYTES);
    const found = chunk.indexOf(CHUNK_SIGNATURE, CHUNK_HEADER_BYTES);
    if (found === -1 || headerFault(this.#held.subarray(found, found + CHUNK_HEADER_BYTES)) !== undefined)
      return CHUNK_BYTES;
    const isContent = headerFault(chunk) === undefined && found < freeSpace(chunk) && dataMatches(chunk);
    return isContent ? CHUNK_BYTES : found;
  }

  #cut(kind: Frame['kind'], size: number): Frame {
    const bytes = this.#held.subarray(0, size);
    const frame = { kind, offset: this.#offset, bytes };
    this.#offset += bytes.length;
    this.#held = this.#held.subarray(bytes.length);
    return frame;
  }
}
