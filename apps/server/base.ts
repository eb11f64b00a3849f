import path from 'node:path';
import { type TokenCheck, tokenCheck } from '@haechi/platform/api/auth/token-check.ts';
import type { Allowances } from '@haechi/platform/ingest/allowance.ts';
import { IntakeCounters } from '@haechi/platform/ingest/counters.ts';
import { INGEST_LIMITS } from '@haechi/platform/ingest/limits.ts';
import type { IngestDeps } from '@haechi/platform/ingest/ports.ts';
import { openBus, openSharedBus } from '@haechi/platform/store/bus.ts';
import { openStores, type Stores } from '@haechi/platform/store/index.ts';
import type { PartitionedBus } from '@haechi/platform/store/jetstream/partitioned-bus.ts';
import type { Bus } from '@haechi/platform/store/ports.ts';
import { openState, type StateStore } from '@haechi/platform/store/state/index.ts';
import { NO_WORDS, type Words } from '@haechi/platform/store/words.ts';
import type { Logger } from 'pino';
import { openAllowances } from './allowances.ts';
import { lockData } from './data-lock.ts';
import { Delays } from './delays.ts';
import { openLog } from './log.ts';
import type { MetricSources } from './metrics.ts';
import { type Claim, claims } from './one-at-a-time.ts';
import type { ServerOptions } from './options.ts';
import { requireOneStore, requireShared } from './roles.ts';
import { workerName } from './worker-name.ts';

/** What every process of an installation stands on, whatever its roles are. */
export interface Base {
  readonly options: ServerOptions;
  readonly log: Logger;
  readonly state: StateStore;
  /** With the events, where a role needs them. */
  readonly stores: Stores | undefined;
  readonly bus: Bus;
  /** The bus once more, where other processes may share it. */
  readonly shared: PartitionedBus | undefined;
  readonly words: Words;
  readonly claim: Claim;
  readonly counters: IntakeCounters;
  readonly ingest: IngestDeps;
  readonly allowances: Allowances;
  /** Reads what tenants may send. */
  readonly allowancesChanged: () => Promise<void>;
  readonly stored: MetricSources['stored'];
  readonly tokens: TokenCheck;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Opens the data folder, the stores and the bus.
 *
 * @param opening closes them again
 * @throws HaechiError `roles_incomplete`, `data_in_use`, `bad_bus_url`, `bus_unreachable`
 */
export async function openBase(options: ServerOptions, opening: AsyncDisposableStack): Promise<Base> {
  requireShared(options);
  const { dataFolder, roles } = options;
  opening.defer(await lockData(dataFolder));
  const log = openLog(dataFolder);
  const stores =
    roles.includes('detect') || roles.includes('api') ? opening.use(await openStores(storePlaces(options))) : undefined;
  const state = stores?.state ?? opening.adopt(await openState(statePlace(options)), (each) => each.close());
  const worker = await workerName(dataFolder);
  const onFault = (error: unknown): void => log.error({ err: error }, 'the parts of the bus could not be looked at');
  const embeddedEvents = options.events === undefined;
  const shared =
    options.bus !== undefined && options.state !== undefined
      ? await openSharedBus(options.bus, { leases: state.partitions, worker, embeddedEvents, onFault })
      : undefined;
  const bus = opening.adopt(shared ?? (await openBus(options.bus ?? path.join(dataFolder, 'spool'))), (each) =>
    each.close(),
  );
  if (shared !== undefined && roles.includes('detect'))
    requireOneStore(await state.partitions.living(shared.stream), worker, embeddedEvents);
  const now = Date.now;
  const counters = new IntakeCounters(state.intakeCounts, now);
  const { allowances, reload } = await openAllowances(state, now);
  return {
    options,
    log,
    state,
    stores,
    bus,
    shared,
    words: shared?.words ?? NO_WORDS,
    claim: claims(state.partitions, worker),
    counters,
    ingest: { bus, counters, allowances, limits: INGEST_LIMITS, pressure: { refusedAt: 0 }, now },
    allowances,
    allowancesChanged: reload,
    stored: { events: 0, findings: 0, faults: 0, findingDelays: new Delays() },
    tokens: tokenCheck(state, now),
    now,
  };
}

function storePlaces({ dataFolder, events, state }: ServerOptions): Parameters<typeof openStores>[0] {
  return {
    dataDir: dataFolder,
    ...(events === undefined ? {} : { eventsUrl: events }),
    ...(state === undefined ? {} : { stateUrl: state }),
  };
}

function statePlace({ dataFolder, state }: ServerOptions): string {
  return state ?? path.join(dataFolder, 'state');
}
