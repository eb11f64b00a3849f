import type { Decoded, EcsEvent, Logsource, NativeView, Reject } from '@haechi/event';

/** What a decoder may need to know about where a record came from. */
export interface DecodeContext {
  /** IANA zone for times that carry none; default `UTC`. */
  readonly timeZone: string;
  /** Milliseconds since the epoch, for the year that RFC 3164 leaves out and for records without a time. */
  readonly now: number;
}

/** What a decoder makes of one record. */
export interface DecodedBody {
  readonly event: EcsEvent;
  readonly native: NativeView;
  readonly logsource: Logsource;
}

/** Why a decoder did not accept a record: a closed code, stable for users' filters. */
export type RejectReason = string;

export type { Decoded, Reject };
