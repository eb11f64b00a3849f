import type { RecordDamageCode } from '../damage.ts';
import { u32 } from '../layout.ts';
import { LIMITS } from '../limits.ts';
import type { AnsiDecoder } from '../values/ansi.ts';
import { compile } from './compile.ts';
import { NameTable } from './names.ts';
import type { Program } from './program.ts';
import { SharedTemplates } from './shared-templates.ts';
import { TOKEN } from './tokens.ts';

/** Next offset (4 bytes), GUID (16), size of the definition (4). */
export const TEMPLATE_HEADER_BYTES = 24;
const FRAGMENT_HEADER_BYTES = 4;

const shared = new SharedTemplates();

/** One chunk with what is compiled of it: each template definition once, each bare fragment once. */
export class ChunkContext {
  readonly bytes: Buffer;
  readonly ansi: AnsiDecoder;
  /** Work units left for rendering all records of the chunk once. */
  workLeft: number = LIMITS.chunkWork;
  readonly #names: NameTable;
  readonly #templates = new Map<number, Program | RecordDamageCode>();
  readonly #fragments = new Map<number, Program | RecordDamageCode>();
  #templateBytesLeft: number = LIMITS.templateBytesPerChunk;

  constructor(bytes: Buffer, ansi: AnsiDecoder) {
    this.bytes = bytes;
    this.ansi = ansi;
    this.#names = new NameTable(bytes);
  }

  /** The template whose definition is at `offset`, compiled on first use; a code when it cannot be. */
  template(offset: number): Program | RecordDamageCode {
    let found = this.#templates.get(offset);
    if (found === undefined) this.#templates.set(offset, (found = this.#compileTemplate(offset)));
    return found;
  }

  /** The bare element at `offset`. */
  fragment(offset: number, end: number): Program | RecordDamageCode {
    let found = this.#fragments.get(offset);
    if (found === undefined) {
      found = compile(this.bytes, this.#names, offset, end, false);
      this.#fragments.set(offset, found);
    }
    return found;
  }

  #compileTemplate(offset: number): Program | RecordDamageCode {
    const start = offset + TEMPLATE_HEADER_BYTES;
    if (start > this.bytes.length) return 'binxml_template';
    const size = u32(this.bytes, offset + 20);
    const end = start + size;
    if (end > this.bytes.length || size < FRAGMENT_HEADER_BYTES) return 'binxml_template';
    this.#templateBytesLeft -= size;
    if (this.#templateBytesLeft < 0) return 'binxml_work';
    const key = this.bytes.toString('latin1', offset + 4, start);
    const known = shared.find(key, this.bytes, this.#names, start);
    if (known !== undefined) return known;
    const element = this.bytes[start] === TOKEN.fragmentHeader ? start + FRAGMENT_HEADER_BYTES : start;
    const references: number[] = [];
    const compiled = compile(this.bytes, this.#names, element, end, true, references);
    if (typeof compiled !== 'string') shared.add(key, this.bytes, this.#names, start, size, compiled, references);
    return compiled;
  }
}
