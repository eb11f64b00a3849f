import { API_LIMITS, type ApiLimits } from '@haechi/platform/api/limits.ts';
import { LiveFeed } from '@haechi/platform/api/live/feed.ts';
import { checkAddressDatabases } from '@haechi/platform/enrich/address-facts.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import { bareHttp } from './bare-http.ts';
import { openBase } from './base.ts';
import { startBookkeeping } from './bookkeeping.ts';
import { openApi } from './console-api.ts';
import { startDetection } from './detection.ts';
import { type Doors, type OpenListener, openDoors, openSyslogFor, SERVER_TIME_ZONE } from './doors.ts';
import { firstLink } from './first-link.ts';
import { httpDoors } from './http-doors.ts';
import { openKnowledge } from './knowledge.ts';
import { listenFault } from './listen.ts';
import { metricsText } from './metrics.ts';
import type { ServerOptions } from './options.ts';
import type { TenantListener } from './tenant-listener.ts';

/** A process that runs, with what its roles bring. */
export interface RunningServer {
  /** `http://127.0.0.1:8080` */
  readonly origin: string;
  /** With the role `ingest`. */
  readonly doors: Omit<Doors, 'listen'> | undefined;
  /** One-time administrator link, while there is no user; with the role `api`. */
  readonly firstLink: string | undefined;
  readonly state: StateStore;
  /** Opens one more door. @throws HaechiError `listener_invalid`, `port_in_use`, `port_forbidden` */
  listen(listener: TenantListener): Promise<OpenListener>;
  /** Opens another syslog listener on a port that the system chooses, for a tenant of its own. */
  listenFor(tenant: string): Promise<{ readonly host: string; readonly tcpPort: number }>;
  /** Resolves with the fault when the process can no longer work. */
  readonly failed: Promise<unknown>;
  /** Stops intake, lets accepted events be stored, and closes everything. */
  stop(): Promise<void>;
}

/**
 * Starts a process with the roles it is given: on one data folder and embedded, but for the stores and the bus that are on
 * servers.
 *
 * @throws HaechiError `roles_incomplete`, `data_in_use`, `bad_bus_url`, `bus_unreachable`, `port_in_use`,
 *   `port_forbidden`, `address_database_unreadable`, `address_database_invalid`
 */
export async function startServer(
  options: ServerOptions,
  version: string,
  limits: ApiLimits = API_LIMITS,
): Promise<RunningServer> {
  await using opening = new AsyncDisposableStack();
  checkAddressDatabases(options.addressDatabases ?? {});
  const base = await openBase(options, opening);
  const { state, stores, ingest, counters, bus, shared, stored, tokens, log, now } = base;
  const knowledge = stores === undefined ? undefined : await openKnowledge(base, opening);
  const feed = new LiveFeed();
  const bookkeeping = startBookkeeping({
    state,
    counters,
    processor: knowledge?.processor,
    log,
    now,
    allowancesChanged: base.allowancesChanged,
  });
  opening.defer(() => bookkeeping.stop());

  const has = (role: ServerOptions['roles'][number]): boolean => options.roles.includes(role);
  const detecting =
    has('detect') && stores !== undefined && knowledge !== undefined
      ? await startDetection(base, stores, knowledge, feed, opening)
      : undefined;
  const doors = has('ingest') ? await openDoors(base, opening) : undefined;
  const http = { host: options.host, port: options.port };
  const metrics = (): string => metricsText({ counters, bus, feed, stored, parts: () => shared?.held ?? 0 });
  const server =
    has('api') && stores !== undefined && knowledge !== undefined
      ? await openApi(base, { stores, knowledge, feed, doors, http, metrics, version, limits }, opening)
      : opening.adopt(bareHttp(log, version, tokens, metrics), (each) => each.close());
  if (doors !== undefined) await httpDoors(server, ingest, tokens, SERVER_TIME_ZONE);
  await server.listen(http).catch((error: unknown) => {
    throw listenFault(error, `${http.host}:${http.port}`, '--port');
  });
  http.port = (server.server.address() as { port: number }).port;
  const origin = `http://${http.host}:${http.port}`;
  const link = has('api') ? await firstLink(state, origin, now()) : undefined;

  const running = opening.move();
  return {
    origin,
    doors,
    firstLink: link,
    state,
    listenFor: (tenant) => openSyslogFor(ingest, options, tenant, running),
    listen: (listener) => (doors ?? noDoors()).listen(listener, running),
    failed: detecting?.failed ?? new Promise(() => undefined),
    stop: () => running.disposeAsync(),
  };
}

function noDoors(): never {
  throw new Error('a process without the role ingest has no doors');
}
