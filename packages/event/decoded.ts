import type { EcsEvent } from './ecs.ts';

/**
 * Where an event comes from in Sigma's terms (Sigma specification 2.1.0, "logsource"). Any part may be unknown.
 * For Windows records decoders give `{product: 'windows'}` only: `@haechi/sigma` refines it from `Channel` and `EventID`.
 */
export interface Logsource {
  readonly product?: string;
  readonly category?: string;
  readonly service?: string;
}

/**
 * The source's own fields under the names of Sigma's taxonomy (`Image`, `cs-uri-query`, `a0`): a flat, plain object
 * without a prototype chain that hostile keys could reach. Values are scalars or arrays of scalars.
 */
export type NativeView = Record<string, unknown>;

/** One record after decoding: the stored ECS document, Sigma's native view of it, and the decoder that made both. */
export interface Decoded {
  /** Name of the decoder as listed in `summary.formats`, for example `windows-event-json`. */
  readonly decoder: string;
  /** 1-based line or record number inside the source. */
  readonly record: number;
  /** The record as it came in (for a joined multi-line record: its lines joined with `\n`). */
  readonly raw: string;
  readonly event: EcsEvent;
  readonly native: NativeView;
  readonly logsource: Logsource;
}

/** A record that could not be decoded: kept, with the reason, never dropped in silence. */
export interface Reject {
  readonly record: number;
  /** Closed code, for example `invalid_json`, `line_too_long`, `unknown_format`. */
  readonly reason: string;
  /** The record as it came in, cut to the decoder's limit. */
  readonly raw: string;
}
