import { gelfProtocol } from '@haechi/platform/ingest/gelf/protocol.ts';
import { GELF_LIMITS, SYSLOG_LIMITS } from '@haechi/platform/ingest/limits.ts';
import type { IngestDeps } from '@haechi/platform/ingest/ports.ts';
import { type Listener, listen, type OpenPort, type TlsIdentity } from '@haechi/platform/ingest/sockets/listener.ts';
import { syslogProtocol } from '@haechi/platform/ingest/syslog/protocol.ts';
import { listenFault } from './listen.ts';
import type { ServerOptions } from './options.ts';
import type { TenantListener } from './tenant-listener.ts';

/** What holds for all that comes in over a listener: the protocols carry no credentials. */
type Defaults = Pick<Listener, 'tenant' | 'timeZone'>;

interface OpenPair {
  readonly udpPort: number;
  readonly tcpPort: number;
  close(): Promise<void>;
}

/** The open syslog listeners. */
export interface OpenSyslog {
  readonly addresses: { readonly host: string; readonly udpPort: number; readonly tcpPort: number };
  /** Syslog over TLS, where there is a certificate for it. */
  readonly tlsPort: number | undefined;
  close(): Promise<void>;
}

/** Opens syslog on UDP and TCP, and on TLS where the options hold a certificate. @throws HaechiError `port_in_use`, `port_forbidden`, `certificate_invalid` */
export async function openSyslog(ingest: IngestDeps, options: ServerOptions, defaults: Defaults): Promise<OpenSyslog> {
  const { host, syslogPort, syslogTls } = options;
  const protocol = syslogProtocol(SYSLOG_LIMITS);
  const open: Open = (listener) => listen(ingest, protocol, { host, ...defaults, ...listener }, SYSLOG_LIMITS);
  const pair = await openPair(open, host, syslogPort, '--syslog-port');
  const tls =
    syslogTls === undefined
      ? undefined
      : await openOne(
          open,
          host,
          { transport: 'tcp', port: syslogTls.port, tls: syslogTls.identity },
          '--syslog-tls-port',
        ).catch(async (error: unknown) => {
          await pair.close();
          throw error;
        });
  return {
    addresses: { host, udpPort: pair.udpPort, tcpPort: pair.tcpPort },
    tlsPort: tls?.port,
    async close() {
      await Promise.all([pair.close(), tls?.close()]);
    },
  };
}

/** Opens GELF on UDP and TCP. @throws HaechiError `port_in_use`, `port_forbidden` */
export function openGelf(ingest: IngestDeps, host: string, port: number, defaults: Defaults): Promise<OpenPair> {
  const protocol = gelfProtocol(GELF_LIMITS, ingest.now);
  return openPair(
    (listener) => listen(ingest, protocol, { host, ...defaults, ...listener }, GELF_LIMITS),
    host,
    port,
    '--gelf-port',
  );
}

/** Opens a listener of one tenant. @throws HaechiError `port_in_use`, `port_forbidden`, `address_not_here` */
export function openTenantListener(
  ingest: IngestDeps,
  { protocol, transport, secure, host, port, tenant, timeZone }: TenantListener,
  identity: TlsIdentity | undefined,
  serverZone: string,
): Promise<OpenPort> {
  const [spoken, limits] =
    protocol === 'gelf'
      ? [gelfProtocol(GELF_LIMITS, ingest.now), GELF_LIMITS]
      : [syslogProtocol(SYSLOG_LIMITS), SYSLOG_LIMITS];
  const defaults = { host, tenant, timeZone: timeZone ?? serverZone };
  const tls = secure && identity !== undefined ? { tls: identity } : {};
  return openOne(
    (listener) => listen(ingest, spoken, { ...defaults, ...listener }, limits),
    host,
    { transport, port, ...tls },
    '--listen',
  );
}

type Open = (listener: Pick<Listener, 'transport' | 'port' | 'tls'>) => Promise<OpenPort>;

async function openOne(open: Open, host: string, listener: Parameters<Open>[0], option: string): Promise<OpenPort> {
  return open(listener).catch((error: unknown) => {
    throw listenFault(error, `${host}:${listener.port}/${listener.transport}`, option);
  });
}

/** Both transports on one port. */
async function openPair(open: Open, host: string, port: number, option: string): Promise<OpenPair> {
  const tcp = await openOne(open, host, { transport: 'tcp', port }, option);
  const udpPort = port === 0 ? tcp.port : port;
  const udp = await openOne(open, host, { transport: 'udp', port: udpPort }, option).catch(async (error: unknown) => {
    await tcp.close();
    throw error;
  });
  return {
    udpPort: udp.port,
    tcpPort: tcp.port,
    async close() {
      await Promise.all([udp.close(), tcp.close()]);
    },
  };
}
