import type { ChunkContext } from './binxml/chunk-context.ts';
import { type JsonObject, renderJson } from './binxml/json.ts';
import { renderXml } from './binxml/xml.ts';
import { RECORD_HEADER_BYTES, u32 } from './layout.ts';
import { filetime } from './values/filetime.ts';

/**
 * One event record. Its structure was checked when it was read; `json()` and `xml()` render it on demand and do not
 * fail. It keeps its 64 kB chunk in memory.
 */
export class EvtxRecord {
  readonly kind = 'record';
  /** 0-based number of the chunk in the file. */
  readonly chunk: number;
  /** Byte offset of the record in the file. */
  readonly offset: number;
  /** False when a checksum over the record's chunk is wrong: the record is readable, but may have been altered. */
  readonly intact: boolean;
  /** True for a record found behind the end of the chunk's records (only with `slack: true`). */
  readonly slack: boolean;
  readonly #context: ChunkContext;
  readonly #at: number;
  readonly #size: number;

  constructor(context: ChunkContext, at: number, size: number, place: RecordPlace) {
    this.#context = context;
    this.#at = at;
    this.#size = size;
    this.chunk = place.chunk;
    this.offset = place.offset + at;
    this.intact = place.intact;
    this.slack = place.slack;
  }

  /** Identifier in the record's header: counts up within one log. Exact up to 2^53. */
  get recordId(): number {
    return recordIdAt(this.#context.bytes, this.#at);
  }

  /** When the record was written: ISO 8601 in UTC with 100 ns, `2013-10-23T16:22:39.9735000Z`. */
  get timestamp(): string {
    return filetime(this.#context.bytes, this.#at + 16);
  }

  /** The record as it is stored, with its header. */
  bytes(): Uint8Array {
    return this.#context.bytes.subarray(this.#at, this.#at + this.#size);
  }

  /** The event as one line of XML, as Windows writes it; well-formed for every input. */
  xml(): string {
    return renderXml(this.#context, this.#at + RECORD_HEADER_BYTES, this.#at + this.#size - 4);
  }

  /**
   * The event as a plain object in the shape of SigmaHQ's samples: `{Event: {#attributes, System, EventData}}`, named
   * `Data` under their names, other attributes under `#attributes` with the element's text under `#text`. Times keep
   * all seven digits; integers beyond 2^53 are decimal text.
   */
  json(): JsonObject {
    return renderJson(this.#context, this.#at + RECORD_HEADER_BYTES, this.#at + this.#size - 4);
  }
}

/** What the records of one chunk share. */
export interface RecordPlace {
  readonly chunk: number;
  /** Byte offset of the chunk in the file. */
  readonly offset: number;
  readonly intact: boolean;
  readonly slack: boolean;
}

/** Identifier in the record header at `at`. */
export function recordIdAt(bytes: Uint8Array, at: number): number {
  return u32(bytes, at + 12) * 0x1_0000_0000 + u32(bytes, at + 8);
}
