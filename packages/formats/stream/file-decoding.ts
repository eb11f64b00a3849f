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
    this.text(this.reader.push(bytes));
    return this.taken();
  }

  /** Ends the file; answers what was still open. */
  end(): (Decoded | Reject)[] {
    this.text(this.reader.end());
    const framing = this.framing ?? this.frame();
    framing.splitter.end(this.pieces);
    this.decodePieces(framing.kind);
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
      this.decodePieces(this.framing.kind);
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
    this.decodePieces(framing.kind);
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

  private decodePieces(kind: Framing['kind']): void {
    for (const piece of this.pieces) {
      if (this.header > 0 && piece.text.trim() !== '') this.header -= 1;
      else if (piece.reason !== undefined)
        this.sink.reject({ record: piece.record, reason: piece.reason, raw: piece.text });
      else if (kind !== 'json') this.decoding.line(piece.text, piece.record, this.sink);
      else this.document(piece);
    }
    this.pieces.length = 0;
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
