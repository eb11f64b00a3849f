import type { Decoded, EcsEvent, Logsource, NativeView, Reject } from '@haechi/event';
import type { JsonObject } from './json/value.ts';
import type { FormatLimits } from './limits.ts';
import type { Envelope } from './syslog/envelope.ts';
import type { Zone } from './time/zone.ts';

/** What a decoder may need to know about where a record came from. */
export interface DecodeContext {
  /** Zone of times that carry none. */
  readonly zone: Zone;
  /** Milliseconds since the epoch, for the year that RFC 3164 leaves out and for records without a time. */
  readonly now: number;
  readonly limits: FormatLimits;
}

/** What a decoder makes of one record. */
export interface DecodedBody {
  readonly event: EcsEvent;
  readonly native: NativeView;
  readonly logsource: Logsource;
}

/** One line, split once for all decoders. */
export interface Line {
  /** The line as it came in. */
  readonly raw: string;
  /** What stands behind the syslog priority (`<13>`), or the whole line when it has none. */
  readonly body: string;
  /** What stands behind the whole syslog header, or `body` when there is none. */
  readonly text: string;
  readonly envelope: Envelope | undefined;
}

/**
 * Decodes lines of one format.
 *
 * `sniff` is a cheap test of a few bytes that is never false for a line `decode` would accept; `decode` answers
 * `undefined` when the line is another's after all. Neither throws.
 */
export interface LineDecoder {
  readonly name: string;
  /** How sure an accepting decode is, 0..1: signatures near 1, generic grammars near 0.5. */
  readonly confidence: number;
  sniff(line: Line): boolean;
  decode(line: Line, context: DecodeContext): DecodedBody | undefined;
}

/** Decodes parsed JSON objects of one format, under the rules of {@link LineDecoder}. */
export interface ObjectDecoder {
  readonly name: string;
  readonly confidence: number;
  sniff(value: JsonObject): boolean;
  decode(value: JsonObject, context: DecodeContext): DecodedBody | undefined;
}

/** Decodes lines by what was written for their source, before their format is detected. */
export interface FirstDecoder {
  readonly name: string;
  /**
   * @param record 1-based number of the line in its source
   * @param path of the file that the line comes from, where the record says so
   * @returns undefined where the line is another's
   */
  decode(line: Line, record: number, context: DecodeContext, path?: string): DecodedBody | undefined;
}

/** Takes what decoding gives, in order of the records. */
export interface Sink {
  event(decoded: Decoded): void;
  reject(reject: Reject): void;
}

/** Why a record was not accepted. Stable: users filter and count by it. */
export type RejectReason =
  | 'binary'
  | 'decoder_fault'
  | 'invalid_json'
  | 'invalid_xml'
  | 'json_too_deep'
  | 'line_too_long'
  | 'record_too_long'
  | 'truncated'
  | 'not_an_object'
  | 'too_many_records'
  | 'unknown_format';
