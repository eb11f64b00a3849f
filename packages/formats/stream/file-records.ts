import { contextOf, type DecodingOptions } from '../context.ts';
import { chooseTable, isDirective } from '../table/choose-table.ts';
import { TextReader } from './encoding.ts';
import { chooseFraming, type Framing } from './framing.ts';
import type { Piece } from './pieces.ts';

/** Lines of a header that are kept; IIS and Zeek write under ten. */
const HEAD_LINES = 32;
const HEAD_CHARS = 65_536;

/** A record of a file, to be decoded elsewhere. */
export interface FileRecord extends Piece {
  /**
   * Lines that hold for it and stand elsewhere in the file: the header of the table that it is a row of; the same list
   * for all rows below one header. Decoding takes them as `head.lines`.
   */
  readonly head: readonly string[];
}

const NO_HEAD: readonly string[] = [];

/**
 * Cuts a file into its records without decoding them: finds its encoding, how its records are told apart, and the
 * headers of its tables. What no event can come from (empty lines, headers, comments in tables) is left out.
 */
export class FileRecords {
  private readonly path: string | undefined;
  private readonly limits: ReturnType<typeof contextOf>['limits'];
  private readonly reader = new TextReader();
  private framing: Framing | undefined;
  private sample = '';
  private readonly pieces: Piece[] = [];
  private head = NO_HEAD;
  /** What the next row is: the names of a CSV, the first row below them, the first row of a table without a header. */
  private awaited: 'names' | 'first' | 'bare' | undefined;

  /** @param options.path by which Zeek's tables without a header are told apart */
  constructor(options: Pick<DecodingOptions, 'limits'> & { readonly path?: string } = {}) {
    this.path = options.path;
    this.limits = contextOf(options).limits;
  }

  /** Takes bytes; answers the records that they completed. */
  push(bytes: Uint8Array): FileRecord[] {
    this.text(this.reader.push(bytes));
    return this.taken();
  }

  /** Ends the file; answers what was still open. */
  end(): FileRecord[] {
    this.text(this.reader.end());
    const framing = this.framing ?? this.frame();
    framing.splitter.end(this.pieces);
    return this.taken();
  }

  private text(text: string): void {
    if (this.framing !== undefined) {
      this.framing.splitter.push(text, this.pieces);
      return;
    }
    this.sample += text;
    if (this.sample.length >= this.limits.sampleBytes) this.frame();
  }

  private frame(): Framing {
    const framing = chooseFraming(this.sample, this.limits);
    this.framing = framing;
    const table = framing.kind === 'lines' ? chooseTable(this.sample, this.path) : undefined;
    if (table !== undefined) this.awaited = table.header > 0 ? 'names' : 'bare';
    framing.splitter.push(this.sample, this.pieces);
    this.sample = '';
    return framing;
  }

  private taken(): FileRecord[] {
    const records: FileRecord[] = [];
    for (const piece of this.pieces) {
      if (this.framing?.kind !== 'lines') records.push({ ...piece, head: NO_HEAD });
      else if (/\S/.test(piece.text) && !this.isHead(piece)) records.push({ ...piece, head: this.head });
    }
    this.pieces.length = 0;
    return records;
  }

  private isHead({ text, reason }: Piece): boolean {
    if (reason === undefined && isDirective(text)) {
      this.head = renewed(this.head, text);
      this.awaited = undefined;
      return true;
    }
    if (text.startsWith('#') && this.head.length > 0) return true;
    const awaited = this.awaited;
    this.awaited = awaited === 'names' ? 'first' : undefined;
    // A CSV is known again by its names and one row below them.
    if (awaited !== undefined) this.head = awaited === 'first' ? [...this.head, text] : [text];
    return awaited === 'names';
  }
}

/** A directive holds until the next one of its name. */
function renewed(head: readonly string[], line: string): readonly string[] {
  const name = nameOf(line);
  const others = head.filter((one) => nameOf(one) !== name);
  const chars = others.reduce((sum, one) => sum + one.length, line.length);
  return others.length >= HEAD_LINES || chars > HEAD_CHARS ? head : [...others, line];
}

function nameOf(directive: string): string {
  return /^#\w*/.exec(directive)?.[0] ?? '';
}
