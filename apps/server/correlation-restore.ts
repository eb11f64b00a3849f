import type { Processor } from '@haechi/platform/processing/processor.ts';
import { isDocumentId } from '@haechi/platform/store/document-id.ts';
import type { Bus, EventRow, EventStore } from '@haechi/platform/store/ports.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import type { Logger } from 'pino';
import { type CorrelationMark, readMark } from './correlation-mark.ts';

/** Tenants whose windows are read at once; each has 16 MiB at the most. */
const READ_TENANTS = 8;
/** Events stored since the last save that are counted at the most: some seconds of work at a start. */
const RECOUNTED_EVENTS = 200_000;
const HOUR_MS = 3_600_000;

export interface RestoreParts {
  readonly state: Pick<StateStore, 'correlationStates' | 'settings'>;
  readonly events: Pick<EventStore, 'storedBetween'>;
  readonly bus: Pick<Bus, 'id' | 'resumeFrom'>;
  readonly processor: Pick<Processor, 'restoreCorrelations' | 'recount'>;
  readonly log: Logger;
}

/**
 * Gives the windows of the last run to the processor, and then the events that were stored after they were saved: a
 * crash comes between. What cannot be read is left out, and the log says so. To be called with all that the processor
 * knows loaded, before the pipeline runs.
 */
export async function restoreCorrelations(parts: RestoreParts): Promise<void> {
  const { state, processor, log } = parts;
  for (let after: string | undefined = ''; after !== undefined; ) {
    const states = await state.correlationStates.after(after, READ_TENANTS);
    for (const refused of await processor.restoreCorrelations(states))
      log.error(refused, 'the open windows of a tenant could not be taken up');
    after = states.at(-1)?.tenant;
  }
  // What comes from there on the bus gives again.
  const last = parts.bus.resumeFrom() - 1;
  try {
    await recount(parts, last);
  } catch (error) {
    log.error({ err: error }, 'events stored since the last save could not be counted by correlations');
  }
  await processor.recount([], last);
}

async function recount({ state, events, bus, processor, log }: RestoreParts, last: number): Promise<void> {
  const mark = await readMark(state);
  if (mark === undefined || mark.bus !== bus.id || mark.position >= last) return;
  let count = 0;
  for await (const rows of events.storedBetween({ first: mark.position + 1, last }, RECOUNTED_EVENTS)) {
    const since = rows.filter((row) => cameOver(row, mark));
    await processor.recount(since, rows.at(-1)?.position ?? mark.position);
    count += since.length;
  }
  if (count > 0) log.info({ events: count }, 'correlations counted what was stored since their windows were saved');
}

/** Whether an event came over the bus of the mark: positions of one that is gone may be the same. */
function cameOver({ id, ingested }: EventRow, { bus, set }: CorrelationMark): boolean {
  if (!isDocumentId(id)) return id.startsWith(`${bus}.`);
  return Date.parse(ingested) > Date.parse(set) - HOUR_MS;
}
