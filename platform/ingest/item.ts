import type { RecordMeta } from '../store/ports.ts';
import type { IngestLimits } from './limits.ts';

/** One record as a protocol delivers it, with what was said beside it. */
export interface Item {
  readonly record: string;
  readonly meta: RecordMeta | null;
}

/** Why the intake refused a record; shown with the dead letter. */
export type RejectReason = 'record_too_long' | 'invalid_record' | 'invalid_request' | 'incomplete';

/** What an item takes in memory beside its text, characters: so that many short ones count too. */
const ITEM_CHARS = 128;

/** About how much memory an item holds, characters: its record and what is said beside it. */
export function weightOf({ record, meta }: Item): number {
  return ITEM_CHARS + record.length + charsBeside(meta);
}

/** Characters of what is said beside a record. */
export function charsBeside(meta: RecordMeta | null | undefined): number {
  let chars = 0;
  for (const said of [meta?.ecs, meta?.fields]) {
    if (said === undefined) continue;
    for (const [name, value] of Object.entries(said)) chars += name.length + value.length;
  }
  return chars;
}

/** A record that becomes a dead letter. */
export function rejectedItem(record: string, rejected: RejectReason, meta?: RecordMeta): Item {
  return { record, meta: { ...meta, rejected } };
}

/** The record, or as much of a rejected one as is kept. */
export function recordOf({ record, meta }: Item, { recordChars }: IngestLimits): string {
  return meta?.rejected === undefined ? record : record.slice(0, recordChars);
}
