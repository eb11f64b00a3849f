import type { Decoded, Reject } from '@haechi/event';
import { contextOf, type DecodingOptions } from '../context.ts';
import type { Sink } from '../decoder.ts';
import { type Decoding, openDecoding } from '../decoding.ts';
import { parseJson } from '../json/value.ts';
import { StreamDecoding } from '../stream-decoding.ts';
import { chooseTable } from '../table/choose-table.ts';
import { TextReader } from './encoding.ts';
import { chooseFraming, type Framing } from './framing.ts';
import type { Piece } from './pieces.ts';

/** Records decoded at once. */
const BATCH_PIECES = 64;

/** Decoding of one file, fed with its bytes in order. */
export class FileDecoding {
  private decoding: Decoding;
  private readonly options: DecodingOptions & { readonly path?: string };
  /** Lines at the start that are the header of a CSV. */
  private header = 0;
  private readonly limits: ReturnType<typeof contextOf>['limits'];
  private readonly reader = new TextReader();
  private framing: Framing | undefined;
  private sample = '';
  private results: (Decoded | Reject)[] = [];
  private readonly sink: Sink;
  private readonly pieces: Piece[] = [];

  constructor(options: DecodingOptions & { readonly path?: string }) {
    this.options = options;
    this.limits = contextOf(options).limits;
    this.decoding = openDecoding(options);
    this.sink = {
      event: (decoded) => this.results.push(decoded),
      reject: (reject) => this.results.push(reject),
    };
  }

  /** Takes bytes; answers what they completed. */
  push(bytes: Uint8Array): (Decoded | Reject)[] {
    return [...this.batches(bytes)].flat();
  }

  /**
   * Takes bytes; gives what they completed in small batches, decoded as they are asked for: a caller that is done with
   * one before the next leaves little alive, and the collector nothing to copy.
   */
  *batches(bytes: Uint8Array): Generator<(Decoded | Reject)[]> {
    this.text(this.reader.push(bytes));
    for (let from = 0; from < this.pieces.length; from += BATCH_PIECES) {
      this.decodePieces(from, from + BATCH_PIECES);
      if (this.results.length > 0) yield this.taken();
    }
    this.pieces.length = 0;
  }

  /** Ends the file; answers what was still open. */
  end(): (Decoded | Reject)[] {
    this.text(this.reader.end());
    const framing = this.framing ?? this.frame();
    framing.splitter.end(this.pieces);
    this.decodePieces(0, this.pieces.length);
    this.pieces.length = 0;
    this.decoding.flush(this.sink);
    return this.taken();
  }

  private taken(): (Decoded | Reject)[] {
    const results = this.results;
    this.results = [];
    return results;
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
    if (framing.kind === 'lines') this.chooseTable();
    framing.splitter.push(this.sample, this.pieces);
    this.sample = '';
    return framing;
  }

  private chooseTable(): void {
    const format = this.options.format;
    if (format !== undefined && format !== 'csv' && format !== 'zeek-tsv' && format !== 'iis-w3c') return;
    const chosen = chooseTable(this.sample, this.options.path);
    if (chosen === undefined) return;
    this.header = chosen.header;
    this.decoding = new StreamDecoding(contextOf(this.options), format, chosen.table);
  }

  private decodePieces(from: number, to: number): void {
    const kind = this.framing?.kind;
    for (const piece of this.pieces.slice(from, to)) {
      if (this.header > 0 && piece.text.trim() !== '') this.header -= 1;
      else if (piece.reason !== undefined)
        this.sink.reject({ record: piece.record, reason: piece.reason, raw: piece.text });
      else if (kind !== 'json') this.decoding.line(piece.text, piece.record, this.sink);
      else this.document(piece);
    }
  }

  private document(piece: Piece): void {
    const value = parseJson(piece.text);
    if (value !== undefined) this.decoding.value(value, piece.record, piece.text, this.sink);
    else
      this.sink.reject({
        record: piece.record,
        reason: 'invalid_json',
        raw: piece.text.slice(0, this.limits.rejectChars),
      });
  }
}
