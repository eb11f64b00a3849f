import type { Item } from '../item.ts';
import type { SocketLimits } from '../limits.ts';
import type { IngestDeps } from '../ports.ts';
import { listenDatagrams } from './datagrams.ts';
import { listenStreams } from './streams.ts';

/** PEM texts that make a `tcp` listener speak TLS. */
export interface TlsIdentity {
  readonly key: string;
  /** The certificate, and the ones that lead to its authority. */
  readonly cert: string;
  /** Authorities of client certificates: senders without one of these are turned away. */
  readonly ca?: string;
}

/** Where a protocol without credentials is received, and what holds for all that comes in there. */
export interface Listener {
  readonly transport: 'udp' | 'tcp';
  readonly host: string;
  /** 0 lets the system choose. */
  readonly port: number;
  /** Nothing in the protocol says who sends: the listener decides. */
  readonly tenant: string;
  /** IANA zone of times without one. */
  readonly timeZone: string;
  readonly tls?: TlsIdentity;
}

/** A listener that is open. */
export interface OpenPort {
  readonly port: number;
  /** Stops receiving and makes durable what was received. */
  close(): Promise<void>;
}

/** What came out of a datagram or a stretch of a stream. */
export interface Received {
  readonly items: readonly Item[];
  /** How many of them were longer than the limit and were cut. */
  readonly cut: number;
  /** True when the stream broke its framing: nothing behind that point can be told apart, and `end` gives it as rejected. */
  readonly broken?: boolean;
}

/** Reads the datagrams of all senders of one listener. */
export interface DatagramReader {
  read(datagram: Buffer, sender: string): Received;
  /** What has waited too long for its other parts, by sender. */
  overdue?(): { readonly sender: string; readonly item: Item }[];
}

/** Reads one connection. */
export interface StreamReader {
  push(chunk: Buffer): Received;
  /** Bytes held of a message that is not at its end. */
  held(): number;
  /** What the stream ended in the middle of: the last message, or a dead letter of what never became one. */
  end(): Item | undefined;
}

/** A protocol over plain sockets. */
export interface SocketProtocol {
  /** First part of the source: `syslog` gives `syslog:10.0.0.5`. */
  readonly name: string;
  datagrams(): DatagramReader;
  stream(): StreamReader;
}

/** Opens a listener. Rejects with the system's error (`EADDRINUSE`, `EACCES`) when it cannot. */
export function listen(
  deps: IngestDeps,
  protocol: SocketProtocol,
  listener: Listener,
  limits: SocketLimits,
): Promise<OpenPort> {
  return listener.transport === 'udp'
    ? listenDatagrams(deps, protocol, listener, limits)
    : listenStreams(deps, protocol, listener, limits);
}
