import { HaechiError } from '@haechi/event';
import type { AddressSources } from '@haechi/platform/enrich/address-facts.ts';
import type { FeedNetwork } from '@haechi/platform/feeds/feed.ts';
import type { TlsIdentity } from '@haechi/platform/ingest/sockets/listener.ts';
import type { TenantListener } from './tenant-listener.ts';

/** Parts of the product that one process can take on. */
export const SERVER_ROLES = ['ingest', 'detect', 'respond', 'api'] as const;
export type ServerRole = (typeof SERVER_ROLES)[number];

/** How `haechi up` was asked to run. */
export interface ServerOptions {
  readonly dataFolder: string;
  /** `clickhouse://…`; absent: embedded in the data folder. */
  readonly events?: string;
  /** `postgres://…`; absent: embedded in the data folder. */
  readonly state?: string;
  /** `nats://…`; absent: the spool in the data folder. */
  readonly bus?: string;
  readonly host: string;
  readonly port: number;
  /** UDP and TCP. */
  readonly syslogPort: number;
  /** Syslog over TLS; absent: no such listener. */
  readonly syslogTls?: { readonly port: number; readonly identity: TlsIdentity };
  /** GELF over UDP and TCP; absent: no such listener. */
  readonly gelfPort?: number;
  /** MMDB files of the operator's in place of the data on addresses that comes with Haechi. */
  readonly addressDatabases?: Pick<AddressSources, 'asnDatabase' | 'countryDatabase'>;
  /** Listeners of single tenants, beside those of the root. */
  readonly listeners?: readonly TenantListener[];
  /** What feeds of indicators may reach; absent: not this machine, and the usual authorities. */
  readonly feeds?: FeedNetwork;
  readonly roles: readonly ServerRole[];
}

/**
 * Reads `--role`: any of the roles, separated by commas. `respond` is no process of its own yet: it goes with detection or
 * the API.
 *
 * @throws HaechiError `role_unknown`, `roles_incomplete`
 */
export function parseRoles(text: string): ServerRole[] {
  const names = text.split(',').map((name) => name.trim());
  const roles = SERVER_ROLES.filter((role) => names.includes(role));
  const unknown = names.find((name) => !SERVER_ROLES.some((role) => role === name));
  if (unknown !== undefined) {
    throw new HaechiError('role_unknown', {
      what: `there is no role '${unknown}'`,
      where: '--role',
      remedy: `choose from ${SERVER_ROLES.join(', ')}`,
    });
  }
  if (roles.includes('respond') && !roles.includes('detect') && !roles.includes('api')) {
    throw new HaechiError('roles_incomplete', {
      what: 'respond does nothing without detect or api',
      where: `--role ${text}`,
      remedy: 'give it together with one of them, or leave it out',
    });
  }
  return roles;
}

/**
 * Reads the address of a store or bus on a server.
 *
 * @param schemes what it may begin with, without `://`
 * @throws HaechiError `engine_unknown`
 */
export function parseEngine(text: string, option: string, schemes: readonly string[]): string {
  if (schemes.some((scheme) => text.startsWith(`${scheme}://`))) return text;
  throw new HaechiError('engine_unknown', {
    what: `this is no address that begins with ${schemes.map((scheme) => `${scheme}://`).join(' or ')}`,
    where: option,
    remedy: 'leave it out for the embedded one',
  });
}

/** Reads a TCP or UDP port. @throws HaechiError `port_invalid` */
export function parsePort(text: string, option: string): number {
  const port = Number(text);
  if (/^\d{1,5}$/.test(text) && port <= 65_535) return port;
  throw new HaechiError('port_invalid', {
    what: `'${text}' is no port`,
    where: option,
    remedy: 'give a number from 0 to 65535; 0 lets the system choose',
  });
}
