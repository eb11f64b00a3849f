import type { IngestLimits } from '../limits.ts';
import type { HecFault } from './answers.ts';
import { type HecEvent, type HecMeta, openEnvelope } from './envelope.ts';
import { splitJson } from './split.ts';

/** Events of a body before the first fault, as Splunk takes them, and the fault. */
export interface HecEvents {
  readonly events: readonly HecEvent[];
  readonly fault?: HecFault;
}

/** Reads the body of an event request: JSON objects one after another, or in arrays. */
export function readEvents(text: string, query: HecMeta, limits: IngestLimits): HecEvents {
  const { slices, sound } = splitJson(text, limits.jsonDepth);
  const events: HecEvent[] = [];
  const sticky: HecMeta = { ...query };
  for (const [eventNumber, slice] of slices.entries()) {
    if (eventNumber >= limits.requestRecords) return { events, fault: { code: 27, eventNumber } };
    if (slice.end - slice.start > limits.recordChars) return { events, fault: { code: 6, eventNumber } };
    const event = openEnvelope(text, slice, sticky);
    if (typeof event === 'number') return { events, fault: { code: event, eventNumber } };
    events.push(event);
  }
  if (!sound) return { events, fault: { code: 6, eventNumber: slices.length } };
  return slices.length === 0 ? { events, fault: { code: 5 } } : { events };
}
