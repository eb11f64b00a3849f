import { HaechiError } from '@haechi/event';
import { contextOf, type DecodingOptions } from './context.ts';
import type { Sink } from './decoder.ts';
import { LINE_DECODERS, OBJECT_DECODERS } from './registry.ts';
import { StreamDecoding } from './stream-decoding.ts';
import { chooseTable, isDirective } from './table/choose-table.ts';

export type { DecodingOptions } from './context.ts';

/** Decoding of one stream of records, with the state that joins lines and remembers what the last one was. */
export interface Decoding {
  /**
   * Takes one line of text. Its event may come later (lines that may go on in the next one), so end with `flush`.
   *
   * @param record 1-based number of the line in its source.
   * @param program name of the program that wrote the line, where that is said beside it and not in it.
   */
  line(text: string, record: number, sink: Sink, program?: string): void;
  /** Takes one parsed JSON value; `raw` is its text as it came in. */
  value(value: unknown, record: number, raw: string, sink: Sink): void;
  /** Ends every joined record that is still open. */
  flush(sink: Sink): void;
}

/** Decoders that are not in the registry because they join lines or go by a header. */
const STATEFUL = ['auditd', 'windows-event-xml', 'sysmon-linux', 'zeek-tsv', 'iis-w3c', 'csv'];

/** Names of all decoders, as `format` takes them and `summary.formats` shows them. */
export function decoderNames(): string[] {
  return [...LINE_DECODERS, ...OBJECT_DECODERS].map((decoder) => decoder.name).concat(STATEFUL);
}

/**
 * Opens a decoding.
 *
 * @throws HaechiError `unknown_decoder` when `format` names none; RangeError for an unknown time zone.
 */
export function openDecoding(options: DecodingOptions = {}): Decoding {
  const format = options.format;
  if (format !== undefined && !decoderNames().includes(format)) {
    throw new HaechiError('unknown_decoder', {
      what: `there is no decoder named ${format}`,
      remedy: `use one of ${decoderNames().join(', ')}`,
    });
  }
  const { head, first } = options;
  if (head === undefined) return new StreamDecoding(contextOf(options), format, undefined, first);
  const table = chooseTable(head.lines.join('\n'), head.path)?.table;
  const decoding = new StreamDecoding(contextOf(options), format, table, first);
  for (const line of head.lines) if (isDirective(line)) decoding.line(line, 0, NOWHERE);
  return decoding;
}

/** Directives give no events. */
const NOWHERE: Sink = { event() {}, reject() {} };
