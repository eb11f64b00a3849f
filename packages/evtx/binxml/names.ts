import { u16 } from '../layout.ts';
import { LIMITS } from '../limits.ts';
import { xmlName } from './escape.ts';

const NAME_HEADER_BYTES = 8;

/** The names of one chunk by their offset: next offset (4 bytes), hash (2), units (2), UTF-16LE text, zero unit. */
export class NameTable {
  readonly #bytes: Buffer;
  readonly #known = new Map<number, string>();
  readonly #safe = new Map<string, string>();

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** The name at an offset, or `undefined` where none fits. */
  get(offset: number): string | undefined {
    const known = this.#known.get(offset);
    if (known !== undefined) return known;
    if (offset + NAME_HEADER_BYTES > this.#bytes.length) return undefined;
    const units = u16(this.#bytes, offset + 6);
    const start = offset + NAME_HEADER_BYTES;
    if (units > LIMITS.nameUnits || start + 2 * units > this.#bytes.length) return undefined;
    const name = this.#bytes.toString('utf16le', start, start + 2 * units);
    this.#known.set(offset, name);
    return name;
  }

  /** The name as XML may have it. */
  safe(name: string): string {
    let safe = this.#safe.get(name);
    if (safe === undefined) this.#safe.set(name, (safe = xmlName(name)));
    return safe;
  }

  /** Bytes that a name takes where it is stored in line. */
  bytesAt(offset: number): number {
    return NAME_HEADER_BYTES + 2 * u16(this.#bytes, offset + 6) + 2;
  }
}
