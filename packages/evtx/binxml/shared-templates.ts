import { u32 } from '../layout.ts';
import { LIMITS } from '../limits.ts';
import type { NameTable } from './names.ts';
import type { Program } from './program.ts';

/** Bytes of an in-line name that depend on the chunk: offset of the next name (4) and hash (2). */
const NAME_LINK_BYTES = 6;

interface Entry {
  readonly program: Program;
  /** The definition behind its header. */
  readonly bytes: Buffer;
  /** Positions of the name offsets in `bytes`, ascending. */
  readonly references: readonly number[];
  /** The name at each reference; `undefined` where it is stored in line, and so compared with the bytes. */
  readonly names: readonly (string | undefined)[];
}

/**
 * Compiled templates for every chunk and file that holds the same definition again, which is most of them. A
 * definition counts as the same only if all its bytes and names are: the GUID alone could be forged, and a forged
 * template must not change how sound records are read.
 */
export class SharedTemplates {
  /** By GUID and size; a few variants each, because a name may be in line in one chunk and elsewhere in the next. */
  readonly #entries = new Map<string, Entry[]>();
  #bytes = 0;

  find(key: string, bytes: Buffer, names: NameTable, start: number): Program | undefined {
    const variants = this.#entries.get(key);
    if (variants === undefined) return undefined;
    for (const entry of variants) if (isSame(entry, bytes, names, start)) return entry.program;
    return undefined;
  }

  /** @param references offsets in the chunk where the compiler read a name offset */
  add(
    key: string,
    bytes: Buffer,
    names: NameTable,
    start: number,
    size: number,
    compiled: Program,
    references: number[],
  ): void {
    const entry: Entry = {
      program: compiled,
      bytes: Buffer.from(bytes.subarray(start, start + size)),
      references: references.map((at) => at - start),
      names: references.map((at) => (u32(bytes, at) === at + 4 ? undefined : names.get(u32(bytes, at)))),
    };
    const variants = this.#entries.get(key) ?? [];
    this.#entries.set(key, variants);
    if (variants.length >= LIMITS.sharedTemplateVariants) this.#bytes -= variants.shift()!.bytes.length;
    variants.push(entry);
    this.#bytes += size;
    while (this.#bytes > LIMITS.sharedTemplateBytes) this.#evict();
  }

  #evict(): void {
    const [oldest, variants] = this.#entries.entries().next().value!;
    this.#entries.delete(oldest);
    for (const { bytes } of variants) this.#bytes -= bytes.length;
  }
}

function isSame(entry: Entry, bytes: Buffer, names: NameTable, start: number): boolean {
  const { references } = entry;
  let from = 0;
  for (let i = 0; i < references.length; i++) {
    const reference = references[i]!;
    if (!isEqual(entry.bytes, from, reference, bytes, start)) return false;
    const name = entry.names[i];
    const offset = u32(bytes, start + reference);
    const inLine = offset === start + reference + 4;
    if (inLine !== (name === undefined)) return false;
    if (!inLine && names.get(offset) !== name) return false;
    from = reference + 4 + (inLine ? NAME_LINK_BYTES : 0);
  }
  return isEqual(entry.bytes, from, entry.bytes.length, bytes, start);
}

function isEqual(known: Buffer, from: number, to: number, bytes: Buffer, start: number): boolean {
  for (let i = from; i < to; i++) if (known[i] !== bytes[start + i]) return false;
  return true;
}
