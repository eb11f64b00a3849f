import { SYSLOG_LIMITS, type SyslogLimits } from '../limits.ts';
import type { IngestDeps } from '../ports.ts';
import { listenDatagrams } from './datagrams.ts';
import { listenStreams } from './streams.ts';

/** Where syslog is received and what holds for all that comes in there. */
export interface SyslogListener {
  readonly transport: 'udp' | 'tcp';
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Syslog has no credentials: the listener decides. */
  readonly tenant: string;
  /** IANA zone of times without one. */
  readonly timeZone: string;
  /** PEM key and certificate: TLS on a `tcp` listener. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** A listener that is open. */
export interface SyslogPort {
  readonly port: number;
  /** Stops receiving and makes durable what was received. */
  close(): Promise<void>;
}

/** Opens a listener. Rejects with the system's error (`EADDRINUSE`, `EACCES`) when it cannot. */
export function listenSyslog(
  deps: IngestDeps,
  listener: SyslogListener,
  limits: SyslogLimits = SYSLOG_LIMITS,
): Promise<SyslogPort> {
  return listener.transport === 'udp' ? listenDatagrams(deps, listener, limits) : listenStreams(deps, listener, limits);
}
