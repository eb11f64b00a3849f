import { CUSTOM_DECODER, type DecodeContext, type DecodedBody, type FirstDecoder, type Line } from '@haechi/formats';
import type { IntakeBatch } from '../store/ports.ts';
import { PARSER_LIMITS } from './limits.ts';
import type { ReadyParser } from './parser-index.ts';

/** Reads the records of one batch by the parsers of its tenant, as far as they are for them. */
export class BatchParsers implements FirstDecoder {
  readonly name = CUSTOM_DECODER;
  readonly #batch: IntakeBatch;
  readonly #parsers: readonly ReadyParser[];

  /** @param parsers in the order in which they are tried */
  constructor(batch: IntakeBatch, parsers: readonly ReadyParser[]) {
    this.#batch = batch;
    this.#parsers = parsers;
  }

  decode(line: Line, record: number, context: DecodeContext, path?: string): DecodedBody | undefined {
    let tries = 0;
    for (const parser of this.#parsers) {
      if (!this.#isFor(parser, line, record, path)) continue;
      if (++tries > PARSER_LIMITS.triesPerLine) return undefined;
      const body = parser.decoder.decode(line, context);
      if (body !== undefined) return body;
    }
    return undefined;
  }

  #isFor(parser: ReadyParser, line: Line, record: number, path: string | undefined): boolean {
    const { source, sourcetype, service, program, contains } = parser;
    const { source: intake, format, meta: all } = this.#batch;
    const meta = all?.[record - 1];
    if (source !== undefined && !source(intake) && !source(meta?.source) && !source(path)) return false;
    if (sourcetype !== undefined && !sourcetype(meta?.sourcetype ?? format)) return false;
    if (service !== undefined && !service(meta?.ecs?.['service.name'])) return false;
    if (program !== undefined && !program(line.envelope?.app ?? meta?.program)) return false;
    return contains === undefined || line.raw.includes(contains);
  }
}
