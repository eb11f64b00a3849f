import path from 'node:path';
import { wafRuleFiles } from '@haechi/content';
import { tokenCheck } from '@haechi/platform/api/auth/token-check.ts';
import { API_LIMITS, type ApiLimits } from '@haechi/platform/api/limits.ts';
import { LiveFeed } from '@haechi/platform/api/live/feed.ts';
import { buildApi } from '@haechi/platform/api/server.ts';
import { openDetection } from '@haechi/platform/detect/live.ts';
import { checkAddressDatabases } from '@haechi/platform/enrich/address-facts.ts';
import { IntakeCounters } from '@haechi/platform/ingest/counters.ts';
import { INGEST_LIMITS } from '@haechi/platform/ingest/limits.ts';
import type { IngestDeps } from '@haechi/platform/ingest/ports.ts';
import { UPLOAD_LIMITS } from '@haechi/platform/ingest/uploads/limits.ts';
import { threadProcessor } from '@haechi/platform/processing/thread.ts';
import { openBus } from '@haechi/platform/store/bus.ts';
import { openStores } from '@haechi/platform/store/index.ts';
import { sealerAt } from '@haechi/platform/store/sealer.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import { ROOT_TENANT } from '@haechi/platform/tenancy/scope.ts';
import { tryRequestWith } from '@haechi/platform/waf/try-request.ts';
import { openAllowances } from './allowances.ts';
import { startBookkeeping } from './bookkeeping.ts';
import { brokenParserLog } from './broken-parsers.ts';
import { CONSOLE_DIST } from './console-build.ts';
import { restoreCorrelations } from './correlation-restore.ts';
import { startCorrelationSaves } from './correlation-saves.ts';
import { lockData } from './data-lock.ts';
import { Delays } from './delays.ts';
import { startExpiry } from './expiry.ts';
import { startFeedPoller } from './feed-poller.ts';
import { firstLink } from './first-link.ts';
import { httpDoors } from './http-doors.ts';
import { openInventory } from './inventory.ts';
import { listenFault } from './listen.ts';
import { openLog } from './log.ts';
import { type MetricSources, metricsText } from './metrics.ts';
import { oneAfterAnother } from './one-after-another.ts';
import type { ServerOptions } from './options.ts';
import { detectionSources, ruleCatalog } from './rule-catalog.ts';
import { startPipeline } from './running-pipeline.ts';
import { type OpenSyslog, openGelf, openSyslog, openTenantListener } from './sockets.ts';
import { checkListener, type TenantListener } from './tenant-listener.ts';
import { openUploads } from './uploads.ts';

/** Zone of log lines that carry none, until a tenant says otherwise. */
const SERVER_TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A listener of one tenant, with the port it has. */
type OpenListener = Pick<TenantListener, 'text' | 'tenant' | 'port'>;

/** A server that runs. */
export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
  readonly syslog: OpenSyslog['addresses'] & { readonly tlsPort: number | undefined };
  readonly gelf: OpenSyslog['addresses'] | undefined;
  /** One-time administrator link, while there is no user. */
  readonly firstLink: string | undefined;
  readonly state: StateStore;
  /** Listeners of single tenants that were asked for. */
  readonly listeners: readonly OpenListener[];
  /** Opens one more. @throws HaechiError `listener_invalid`, `port_in_use`, `port_forbidden` */
  listen(listener: TenantListener): Promise<OpenListener>;
  /** Opens another syslog listener on a port that the system chooses, for a tenant of its own. */
  listenFor(tenant: string): Promise<{ readonly host: string; readonly tcpPort: number }>;
  /** Resolves with the fault when the server can no longer work. */
  readonly failed: Promise<unknown>;
  /** Stops intake, lets accepted events be stored, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts everything on one data folder: embedded, but for the stores and the bus that are on servers.
 *
 * @throws HaechiError `data_in_use`, `bad_bus_url`, `bus_unreachable`, `port_in_use`, `port_forbidden`,
 *   `address_database_unreadable`, `address_database_invalid`
 */
export async function startServer(
  options: ServerOptions,
  version: string,
  limits: ApiLimits = API_LIMITS,
): Promise<RunningServer> {
  await using opening = new AsyncDisposableStack();
  checkAddressDatabases(options.addressDatabases ?? {});
  opening.defer(await lockData(options.dataFolder));
  const log = openLog(options.dataFolder);
  const stores = opening.use(await openStores(storePlaces(options)));
  const bus = opening.adopt(await openBus(options.bus ?? path.join(options.dataFolder, 'spool')), (each) =>
    each.close(),
  );
  const { state, events } = stores;
  const now = Date.now;
  const cache = path.join(options.dataFolder, 'cache');

  const processor = opening.adopt(threadProcessor(bus.id, { ...options.addressDatabases, cache }), (thread) =>
    thread.close(),
  );
  const detection = await openDetection(
    () => detectionSources(state, cache),
    (found) => processor.load(found),
  );
  const intelChanged = oneAfterAnother(async () => processor.know(await state.intelLists.all()));
  await intelChanged();
  const tellBroken = brokenParserLog(log);
  const parsersChanged = oneAfterAnother(async () => {
    const parsers = await state.parsers.enabled();
    await processor.parseBy(parsers);
    void tellBroken(parsers);
  });
  await parsersChanged();
  const sealer = sealerAt(path.join(options.dataFolder, 'secrets.key'));
  const network = options.feeds ?? { loopback: false };
  const inventoryChanged = await openInventory(state, processor);
  const feed = new LiveFeed();
  const counters = new IntakeCounters(state.intakeCounts, now);
  const { allowances, reload: allowancesChanged } = await openAllowances(state, now);
  const stored = { events: 0, findings: 0, faults: 0, findingDelays: new Delays() };
  const ingest: IngestDeps = { bus, counters, allowances, limits: INGEST_LIMITS, pressure: { refusedAt: 0 }, now };
  const bookkeeping = startBookkeeping({ state, counters, processor, log, now, allowancesChanged });
  opening.defer(() => bookkeeping.stop());
  const expiry = startExpiry({ events, dataFolder: options.dataFolder, log, now });
  opening.defer(() => expiry.stop());
  await restoreCorrelations({ state, events, bus, processor, log });
  const correlationSaves = startCorrelationSaves({ state, bus, processor, log, now });
  opening.defer(() => correlationSaves.stop());
  const pipeline = await startPipeline({
    stores,
    bus,
    processor,
    feed,
    stored,
    counters,
    reached: correlationSaves.reached,
    sinceMs: expiry.seenMs,
    log,
    now,
  });
  opening.defer(() => pipeline.stop());

  const feedPoller = startFeedPoller({ state, sealer, network, intelChanged, log, now });
  opening.defer(() => feedPoller.stop());
  const addresses = { http: { host: options.host, port: options.port } };
  const tokens = tokenCheck(state, now);
  const unnamed = { tenant: ROOT_TENANT, timeZone: SERVER_TIME_ZONE };
  const syslog = await openSyslog(ingest, options, unnamed);
  opening.defer(() => syslog.close());
  const { gelfPort } = options;
  const gelf = gelfPort === undefined ? undefined : await openGelf(ingest, options.host, gelfPort, unnamed);
  opening.defer(() => gelf?.close());
  const listenOn = async (listener: TenantListener, stack: AsyncDisposableStack): Promise<OpenListener> => {
    checkListener(listener, await state.tenants.all(), options.syslogTls?.identity);
    const opened = await openTenantListener(ingest, listener, options.syslogTls?.identity, SERVER_TIME_ZONE);
    stack.defer(() => opened.close());
    return { ...listener, port: opened.port };
  };
  const listeners: OpenListener[] = [];
  for (const listener of options.listeners ?? []) listeners.push(await listenOn(listener, opening));
  const sources: MetricSources = { counters, bus, feed, stored };
  const uploads = await openUploads({ ingest, allowances, bus, stores, dataFolder: options.dataFolder, log });
  opening.defer(() => uploads.close());
  const api = await buildApi(
    {
      state,
      receiving: uploads.receiving,
      uploadHeldBy: uploads.heldBy,
      uploadLimits: UPLOAD_LIMITS,
      events,
      rules: ruleCatalog(detection),
      tryRequest: tryRequestWith(wafRuleFiles()),
      bus,
      allowancesChanged,
      intelChanged,
      parsersChanged,
      feeds: { network, sealer, wake: feedPoller.wake },
      inventoryChanged,
      feed,
      tokens,
      intakeAddresses: () => ({ ...addresses, syslog: syslog.addresses }),
      metrics: () => metricsText(sources),
      now,
      version,
      consoleFolder: CONSOLE_DIST,
      https: false,
      limits,
    },
    log,
  );
  opening.defer(() => api.close());
  await httpDoors(api, ingest, tokens, SERVER_TIME_ZONE);
  await api.listen({ host: options.host, port: options.port }).catch((error: unknown) => {
    throw listenFault(error, `${options.host}:${options.port}`, '--port');
  });
  addresses.http.port = (api.server.address() as { port: number }).port;
  const origin = `http://${options.host}:${addresses.http.port}`;
  const link = await firstLink(state, origin, now());

  const listenFor = async (tenant: string): Promise<OpenSyslog['addresses']> => {
    const { host, port, dataFolder, roles } = options;
    const plain = { host, port, dataFolder, roles, syslogPort: 0 };
    const own = await openSyslog(ingest, plain, { tenant, timeZone: 'UTC' });
    running.defer(() => own.close());
    return own.addresses;
  };
  const running = opening.move();
  return {
    origin,
    syslog: { ...syslog.addresses, tlsPort: syslog.tlsPort },
    gelf: gelf === undefined ? undefined : { host: options.host, udpPort: gelf.udpPort, tcpPort: gelf.tcpPort },
    firstLink: link,
    state,
    listeners,
    listenFor,
    listen: (listener) => listenOn(listener, running),
    failed: pipeline.failed,
    stop: () => running.disposeAsync(),
  };
}

function storePlaces({ dataFolder, events, state }: ServerOptions): Parameters<typeof openStores>[0] {
  return {
    dataDir: dataFolder,
    ...(events === undefined ? {} : { eventsUrl: events }),
    ...(state === undefined ? {} : { stateUrl: state }),
  };
}
