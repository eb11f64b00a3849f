import type { RejectReason } from '../item.ts';
import type { IngestLimits } from '../limits.ts';
import type { HecFault } from './answers.ts';
import { type HecEvent, type HecMeta, openEnvelope } from './envelope.ts';
import { splitJson } from './split.ts';

/** Events of a body before the first fault, as Splunk takes them, and the fault; what was refused is among the events. */
export interface HecEvents {
  readonly events: readonly HecEvent[];
  readonly fault?: HecFault;
}

/** A record that becomes a dead letter. */
export function refused(record: string, reason: RejectReason, { recordChars }: IngestLimits): HecEvent {
  return { record: record.slice(0, recordChars), sourcetype: '', meta: { rejected: reason } };
}

/** Reads the body of an event request: JSON objects one after another, or in arrays. */
export function readEvents(text: string, query: HecMeta, limits: IngestLimits): HecEvents {
  const { slices, sound } = splitJson(text, limits.jsonDepth);
  const events: HecEvent[] = [];
  const sticky: HecMeta = { ...query };
  for (const [eventNumber, slice] of slices.entries()) {
    if (eventNumber >= limits.requestRecords) return { events, fault: { code: 27, eventNumber } };
    const raw = text.slice(slice.start, slice.end);
    if (raw.length > limits.recordChars)
      return { events: [...events, refused(raw, 'record_too_long', limits)], fault: { code: 6, eventNumber } };
    const event = openEnvelope(text, slice, sticky);
    if (typeof event === 'number')
      return { events: [...events, refused(raw, 'invalid_record', limits)], fault: { code: event, eventNumber } };
    events.push(event);
  }
  if (!sound) {
    const rest = text.slice(slices.at(-1)?.end ?? 0);
    return {
      events: [...events, refused(rest, 'invalid_record', limits)],
      fault: { code: 6, eventNumber: slices.length },
    };
  }
  return slices.length === 0 ? { events, fault: { code: 5 } } : { events };
}
