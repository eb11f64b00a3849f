import type { IncidentGrouping } from '@haechi/platform/correlate/grouping.ts';
import { GROUPING_LIMITS } from '@haechi/platform/correlate/limits.ts';
import type { Processor } from '@haechi/platform/processing/processor.ts';
import type { PartitionWatcher } from '@haechi/platform/store/partitions/ports.ts';
import type { EventStore } from '@haechi/platform/store/ports.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import type { Logger } from 'pino';
import { recountParts, restoreWindows } from './correlation-restore.ts';
import type { CorrelationSaves } from './correlation-saves.ts';
import type { OwnTenants } from './own-tenants.ts';

/** What is remembered of tenants, and moves with their part of the bus. */
export interface MovingParts {
  readonly own: OwnTenants;
  readonly grouping: Pick<IncidentGrouping, 'restore' | 'forget'>;
  readonly processor: Pick<Processor, 'restoreCorrelations' | 'recount' | 'forget'>;
  readonly saves: Pick<CorrelationSaves, 'save'>;
  readonly state: Pick<StateStore, 'incidents' | 'correlationStates' | 'settings' | 'tenants'>;
  readonly events: Pick<EventStore, 'storedBetween'>;
  /** First part of the ids of events. */
  readonly busId: string;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/** Takes up the open incidents and windows of tenants whose part comes, and lets go of those whose part went. */
export function followParts({
  own,
  grouping,
  processor,
  saves,
  state,
  events,
  busId,
  log,
  now,
}: MovingParts): PartitionWatcher {
  return {
    async taken(taken) {
      const parts = taken.map(({ partition }) => partition);
      own.add(parts);
      const fresh = new Set(parts);
      const since = new Date(now() - GROUPING_LIMITS.longestMs).toISOString();
      const open = await state.incidents.openIncidents(since);
      grouping.restore(open.filter(({ tenant }) => own.has(tenant, fresh)));
      await restoreWindows({ state, processor, log }, (tenant) => own.has(tenant, fresh));
      await recountParts({ events, processor, log }, busId, taken);
      log.info({ parts }, 'parts of the bus are worked on here');
    },
    leaving: () => saves.save(),
    async gone(part) {
      own.remove(part);
      grouping.forget((tenant) => !own.has(tenant));
      const tenants = await state.tenants.all();
      await processor.forget(tenants.map(({ path }) => path).filter((tenant) => !own.has(tenant)));
      log.info({ part }, 'a part of the bus is left to another process');
    },
  };
}
