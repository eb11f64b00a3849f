import type { Entities } from '@haechi/event';
import { clause } from './clause.ts';

/** The kinds of entities in the order of the screens. */
export const ENTITY_KINDS = ['host', 'user', 'address', 'process', 'session', 'file', 'domain'] as const;
/** What is at stake is shown by itself. */
type EntityKind = Exclude<keyof Entities, 'stake'>;

/** Where each kind is found in stored events (the places that the correlator reads it from). */
const FIELDS: Readonly<Record<EntityKind, readonly string[]>> = {
  host: ['host.name', 'host.hostname', 'winlog.computer_name', 'log.syslog.hostname'],
  user: ['user.name', 'user.target.name', 'user.effective.name', 'source.user.name', 'destination.user.name'],
  address: ['source.ip', 'destination.ip', 'client.ip', 'server.ip'],
  process: ['process.entity_id'],
  session: ['winlog.logon.id', 'auditd.session'],
  file: ['file.path'],
  domain: ['dns.question.name', 'url.domain', 'destination.domain'],
};

/** Accounts, processes and sessions that mean something only on one host are written `host|…` by the correlator. */
interface Parts {
  readonly host: string | undefined;
  readonly name: string;
  /** Process id of `host|pid|executable`. */
  readonly pid: string | undefined;
}

function partsOf(kind: EntityKind, value: string): Parts {
  const pieces = value.split('|');
  const [host, second = ''] = pieces;
  if (kind === 'process' && pieces.length >= 3) return { host, pid: second, name: pieces.slice(2).join('|') };
  if ((kind === 'user' || kind === 'session') && pieces.length === 2) return { host, pid: undefined, name: second };
  return { host: undefined, pid: undefined, name: value };
}

/** What to show for an entity: `root (web-1)`, `/bin/sh [4242] (web-1)`. */
export function entityLabel(kind: EntityKind, value: string): string {
  const { host, pid, name } = partsOf(kind, value);
  const shown = pid === undefined ? name : `${name} [${pid}]`.trim();
  return host === undefined ? shown : `${shown} (${host})`;
}

/** The query that finds an entity's events. */
export function entityQuery(kind: EntityKind, value: string): string {
  const { host, pid, name } = partsOf(kind, value);
  const own = pid === undefined ? anyOf(FIELDS[kind], name) : clause('process.pid', pid);
  return host === undefined ? own : `${anyOf(FIELDS.host, host)} AND ${own}`;
}

function anyOf(fields: readonly string[], value: string): string {
  const clauses = fields.map((field) => clause(field, value));
  return clauses.length === 1 ? clauses.join('') : `(${clauses.join(' OR ')})`;
}
