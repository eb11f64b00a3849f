import { HaechiError } from '@haechi/event';
import { JetStreamBus } from './jetstream/jetstream-bus.ts';
import { PartitionedBus } from './jetstream/partitioned-bus.ts';
import type { PartsDeps } from './jetstream/parts.ts';
import type { JetStreamOptions } from './jetstream/stream.ts';
import type { Bus } from './ports.ts';
import { SpoolBus } from './spool-bus.ts';

/** Servers from which on a batch is kept three times: a smaller cluster has no majority to lose one of. */
const CLUSTER = 3;
const DEFAULT_PORT = '4222';
const DEFAULT_STREAM = 'haechi';
/** A stream's name is also the first part of its subject. */
const STREAM = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * Opens the bus.
 *
 * @param where `nats://[user:password@]host:4222[,host:4222…][/STREAM][?replicas=3]` for a JetStream, `tls://` for one
 *   over TLS, else a folder for the spool of this process
 * @throws HaechiError `bad_bus_url`, `bus_unreachable`
 */
export async function openBus(where: string): Promise<Bus> {
  return /^(?:nats|tls):\/\//.test(where) ? JetStreamBus.open(jetStreamOptions(where)) : SpoolBus.open(where);
}

/**
 * Opens the bus that several processes share.
 *
 * @param url as for a JetStream of `openBus`
 * @throws HaechiError `bad_bus_url`, `bus_unreachable`
 */
export function openSharedBus(url: string, deps: PartsDeps): Promise<PartitionedBus> {
  return PartitionedBus.open(jetStreamOptions(url), deps);
}

/** Reads a JetStream's address. @throws HaechiError `bad_bus_url` */
export function jetStreamOptions(url: string): JetStreamOptions {
  const match = /^(nats|tls):\/\/(?:([^@/]*)@)?([^/?@]+)(?:\/([^/?]*))?(?:\?replicas=([135]))?$/.exec(url);
  const [, scheme, login = '', hosts = '', path = '', copies] = match ?? [];
  const stream = path === '' ? DEFAULT_STREAM : path;
  const servers = hosts.split(',').map((host) => (/:\d{1,5}$/.test(host) ? host : `${host}:${DEFAULT_PORT}`));
  if (match === null || !STREAM.test(stream) || servers.some((server) => server.startsWith(':'))) {
    throw new HaechiError('bad_bus_url', {
      what: 'the address of the bus cannot be read',
      where: url.replace(/\/\/[^@/]*@/, '//…@'),
      remedy: 'write nats://user:password@host:4222,host:4222/STREAM?replicas=3; all but one host may be left out',
    });
  }
  const colon = login.indexOf(':');
  const user = decodeURIComponent(colon < 0 ? login : login.slice(0, colon));
  const pass = colon < 0 ? undefined : decodeURIComponent(login.slice(colon + 1));
  const credentials = pass === undefined ? { token: user } : { user, pass };
  return {
    servers,
    stream,
    replicas: copies === undefined ? (servers.length >= CLUSTER ? CLUSTER : 1) : Number(copies),
    connection: { ...(login === '' ? {} : credentials), ...(scheme === 'tls' ? { tls: {} } : {}) },
  };
}
