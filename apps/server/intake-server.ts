import { HaechiError } from '@haechi/event';
import { tokenCheck } from '@haechi/platform/api/auth/token-check.ts';
import { LiveFeed } from '@haechi/platform/api/live/feed.ts';
import { IntakeCounters } from '@haechi/platform/ingest/counters.ts';
import { INGEST_LIMITS } from '@haechi/platform/ingest/limits.ts';
import type { IngestDeps } from '@haechi/platform/ingest/ports.ts';
import { openBus } from '@haechi/platform/store/bus.ts';
import { openState } from '@haechi/platform/store/state/index.ts';
import { ROOT_TENANT } from '@haechi/platform/tenancy/scope.ts';
import fastify, { type FastifyBaseLogger, LogController } from 'fastify';
import { openAllowances } from './allowances.ts';
import { startBookkeeping } from './bookkeeping.ts';
import { lockData } from './data-lock.ts';
import { Delays } from './delays.ts';
import { httpDoors } from './http-doors.ts';
import { listenFault } from './listen.ts';
import { openLog } from './log.ts';
import { metricsText } from './metrics.ts';
import type { ServerOptions } from './options.ts';
import { openGelf, openSyslog, openTenantListener } from './sockets.ts';
import { checkListener } from './tenant-listener.ts';

/** Zone of log lines that carry none. */
const SERVER_TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** An intake process that runs. */
export interface RunningIntake {
  readonly origin: string;
  readonly syslog: { readonly host: string; readonly udpPort: number; readonly tcpPort: number };
  /** Stops receiving and makes durable what was received. */
  stop(): Promise<void>;
}

/**
 * Starts the doors alone, in front of a bus and a state that other processes share: `--role ingest`. What comes in is
 * acknowledged when the bus has it, whether or not anybody works on it at the moment.
 *
 * @throws HaechiError `roles_incomplete`, `data_in_use`, `bad_bus_url`, `bus_unreachable`, `port_in_use`, `port_forbidden`
 */
export async function startIntake(options: ServerOptions, version: string): Promise<RunningIntake> {
  const { bus: busUrl, state: stateUrl } = options;
  if (busUrl === undefined || stateUrl === undefined) throw notShared();
  await using opening = new AsyncDisposableStack();
  opening.defer(await lockData(options.dataFolder));
  const log = openLog(options.dataFolder);
  const state = opening.adopt(await openState(stateUrl), (store) => store.close());
  const bus = opening.adopt(await openBus(busUrl), (each) => each.close());
  const now = Date.now;
  const counters = new IntakeCounters(state.intakeCounts, now);
  const { allowances, reload: allowancesChanged } = await openAllowances(state, now);
  const ingest: IngestDeps = { bus, counters, allowances, limits: INGEST_LIMITS, pressure: { refusedAt: 0 }, now };
  const processor = { takeActivity: async () => [] };
  const bookkeeping = startBookkeeping({ state, counters, processor, log, now, allowancesChanged });
  opening.defer(() => bookkeeping.stop());

  const unnamed = { tenant: ROOT_TENANT, timeZone: SERVER_TIME_ZONE };
  const syslog = await openSyslog(ingest, options, unnamed);
  opening.defer(() => syslog.close());
  const { gelfPort } = options;
  const gelf = gelfPort === undefined ? undefined : await openGelf(ingest, options.host, gelfPort, unnamed);
  opening.defer(() => gelf?.close());
  for (const listener of options.listeners ?? []) {
    checkListener(listener, await state.tenants.all(), options.syslogTls?.identity);
    const opened = await openTenantListener(ingest, listener, options.syslogTls?.identity, SERVER_TIME_ZONE);
    opening.defer(() => opened.close());
  }

  const tokens = tokenCheck(state, now);
  const loggerInstance: FastifyBaseLogger = log;
  const logController = new LogController({ disableRequestLogging: true });
  const server = opening.adopt(fastify({ loggerInstance, logController }), (one) => one.close());
  server.get('/api/v1/health', async () => ({
    status: 'ok' as const,
    version,
    uptimeSeconds: Math.round(process.uptime()),
  }));
  const stored = { events: 0, findings: 0, faults: 0, findingDelays: new Delays() };
  const feed = new LiveFeed();
  server.get('/metrics', async ({ headers }, reply) => {
    const token = await tokens.lookUp(/^Bearer (\S{1,512})$/.exec(headers.authorization ?? '')?.[1] ?? '');
    const mayRead = typeof token === 'object' && token.tenant === ROOT_TENANT && token.scopes.includes('read');
    if (!mayRead) return reply.code(401).send();
    return reply.type('text/plain; version=0.0.4; charset=utf-8').send(metricsText({ counters, bus, feed, stored }));
  });
  await httpDoors(server, ingest, tokens, SERVER_TIME_ZONE);
  await server.listen({ host: options.host, port: options.port }).catch((error: unknown) => {
    throw listenFault(error, `${options.host}:${options.port}`, '--port');
  });
  const { port } = server.server.address() as { port: number };
  const running = opening.move();
  return {
    origin: `http://${options.host}:${port}`,
    syslog: syslog.addresses,
    stop: () => running.disposeAsync(),
  };
}

function notShared(): HaechiError {
  return new HaechiError('roles_incomplete', {
    what: 'an intake process shares the bus and the state with the one that works on what it takes in',
    where: '--role ingest',
    remedy: 'give the same --bus nats://… and --state postgres://… as there',
  });
}
