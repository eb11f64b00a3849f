import type { DecodeContext, DecodedBody, ObjectDecoder } from '../decoder.ts';
import { newMap } from '../event/native.ts';
import { splitDelimited } from '../grammar/delimited.ts';
import type { JsonObject, JsonValue } from '../json/value.ts';
import type { Table } from './table.ts';

/** CSV (RFC 4180) or its cousins with a header: each row is an object of its columns, decoded as such. */
export class CsvTable implements Table {
  decoder = 'csv';
  private readonly delimiter: string;
  private readonly names: readonly string[];
  private readonly decoders: readonly ObjectDecoder[];

  constructor(header: string, delimiter: string, decoders: readonly ObjectDecoder[], columns: number) {
    this.delimiter = delimiter;
    this.decoders = decoders;
    this.names = splitDelimited(header, delimiter, columns).map((name, index) => name.trim() || `column_${index + 1}`);
  }

  directive(): void {
    // A CSV has no directives: a `#` line is a comment.
  }

  row(line: string, context: DecodeContext): DecodedBody | undefined {
    const values = splitDelimited(line, this.delimiter, context.limits.columns);
    const object = newMap<JsonValue>() as JsonObject;
    values.forEach((value, index) => {
      if (value !== '') object[this.names[index] ?? `column_${index + 1}`] = value;
    });
    for (const decoder of this.decoders) {
      if (!decoder.sniff(object)) continue;
      const body = decoder.decode(object, context);
      if (body === undefined) continue;
      this.decoder = decoder.confidence >= 0.8 ? decoder.name : 'csv';
      return body;
    }
    return undefined;
  }
}

/**
 * The delimiter of a CSV whose first two lines these are, or `undefined`. A header has at least three columns, each a
 * short name and none a number or an address; the row has as many.
 */
export function csvDelimiter(first: string, second: string): string | undefined {
  for (const delimiter of [',', '\t', ';', '|']) {
    const names = splitDelimited(first, delimiter, 512);
    if (names.length < 3) continue;
    const values = splitDelimited(second, delimiter, 512);
    if (Math.abs(values.length - names.length) > 1) continue;
    if (
      names.every((name) => /^\s*[\p{L}_@][\p{L}\p{N} _.@/():#-]{0,63}\s*$/u.test(name)) &&
      new Set(names).size === names.length &&
      first !== second
    )
      return delimiter;
  }
  return undefined;
}
