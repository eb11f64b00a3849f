import { SYSLOG_LIMITS } from '@haechi/platform/ingest/limits.ts';
import type { IngestDeps } from '@haechi/platform/ingest/ports.ts';
import { listenSyslog } from '@haechi/platform/ingest/syslog/listeners.ts';
import { listenFault } from './listen.ts';
import type { ServerOptions } from './options.ts';

/** The open syslog listeners. */
export interface OpenSyslog {
  readonly addresses: { readonly host: string; readonly udpPort: number; readonly tcpPort: number };
  close(): Promise<void>;
}

/** Opens syslog on UDP and TCP. @throws HaechiError `port_in_use`, `port_forbidden` */
export async function openSyslog(
  ingest: IngestDeps,
  { host, syslogPort }: ServerOptions,
  defaults: { tenant: string; timeZone: string },
): Promise<OpenSyslog> {
  const open = (transport: 'udp' | 'tcp', port: number) =>
    listenSyslog(ingest, { transport, host, port, ...defaults }, SYSLOG_LIMITS).catch((error: unknown) => {
      throw listenFault(error, `${host}:${port}/${transport}`, '--syslog-port');
    });
  const tcp = await open('tcp', syslogPort);
  const udp = await open('udp', syslogPort === 0 ? tcp.port : syslogPort).catch(async (error: unknown) => {
    await tcp.close();
    throw error;
  });
  return {
    addresses: { host, udpPort: udp.port, tcpPort: tcp.port },
    async close() {
      await Promise.all([udp.close(), tcp.close()]);
    },
  };
}
