import type { IngestDeps } from '@haechi/platform/ingest/ports.ts';
import { ROOT_TENANT } from '@haechi/platform/tenancy/scope.ts';
import type { Base } from './base.ts';
import type { ServerOptions } from './options.ts';
import { type OpenSyslog, openGelf, openSyslog, openTenantListener } from './sockets.ts';
import { checkListener, type TenantListener } from './tenant-listener.ts';

/** Zone of log lines that carry none, until a tenant says otherwise. */
export const SERVER_TIME_ZONE = Intl.DateTimeFormat().resolvedOptions().timeZone;

/** A listener of one tenant, with the port it has. */
export type OpenListener = Pick<TenantListener, 'text' | 'tenant' | 'port'>;

/** The open doors that are no HTTP. */
export interface Doors {
  readonly syslog: OpenSyslog['addresses'] & { readonly tlsPort: number | undefined };
  readonly gelf: OpenSyslog['addresses'] | undefined;
  /** Listeners of single tenants that were asked for. */
  readonly listeners: readonly OpenListener[];
  /** Opens one more. @throws HaechiError `listener_invalid`, `port_in_use`, `port_forbidden` */
  listen(listener: TenantListener, until: AsyncDisposableStack): Promise<OpenListener>;
}

/**
 * Opens syslog, GELF and the listeners of tenants.
 *
 * @param opening closes them again
 * @throws HaechiError `port_in_use`, `port_forbidden`, `certificate_invalid`, `listener_invalid`
 */
export async function openDoors({ options, ingest, state }: Base, opening: AsyncDisposableStack): Promise<Doors> {
  const unnamed = { tenant: ROOT_TENANT, timeZone: SERVER_TIME_ZONE };
  const syslog = opening.adopt(await openSyslog(ingest, options, unnamed), (each) => each.close());
  const { gelfPort, host } = options;
  const gelf =
    gelfPort === undefined
      ? undefined
      : opening.adopt(await openGelf(ingest, host, gelfPort, unnamed), (each) => each.close());
  const listen = async (listener: TenantListener, until: AsyncDisposableStack): Promise<OpenListener> => {
    checkListener(listener, await state.tenants.all(), options.syslogTls?.identity);
    const opened = await openTenantListener(ingest, listener, options.syslogTls?.identity, SERVER_TIME_ZONE);
    until.defer(() => opened.close());
    return { ...listener, port: opened.port };
  };
  const listeners: OpenListener[] = [];
  for (const listener of options.listeners ?? []) listeners.push(await listen(listener, opening));
  return {
    syslog: { ...syslog.addresses, tlsPort: syslog.tlsPort },
    gelf: gelf === undefined ? undefined : { host, udpPort: gelf.udpPort, tcpPort: gelf.tcpPort },
    listeners,
    listen,
  };
}

/** Opens another syslog listener on a port that the system chooses, for a tenant of its own. */
export async function openSyslogFor(
  ingest: IngestDeps,
  { host, port, dataFolder, roles }: ServerOptions,
  tenant: string,
  until: AsyncDisposableStack,
): Promise<OpenSyslog['addresses']> {
  const plain = { host, port, dataFolder, roles, syslogPort: 0 };
  return until.adopt(await openSyslog(ingest, plain, { tenant, timeZone: 'UTC' }), (own) => own.close()).addresses;
}
