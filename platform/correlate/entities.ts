import { type Criticality, type EcsEvent, type Entities, type EventAccount, writeStake } from '@haechi/event';

/** Accounts that every machine has: they join events of no common story. */
const SHARED_ACCOUNTS = new Set([
  'system',
  'local service',
  'network service',
  'anonymous logon',
  'root',
  'nobody',
  'www-data',
  'window manager',
  'dwm-1',
  'dwm-2',
  'dwm-3',
  'umfd-0',
  'umfd-1',
  'umfd-2',
  'administrator',
  'unset',
  'unknown',
  'n/a',
]); // prettier-ignore

/** What auditd writes for a process without a login session (`(u32) -1`); it would join every daemon of a host. */
const NO_SESSION = new Set(['4294967295', '-1']);
const NO_ADDRESS = new Set(['127.0.0.1', '::1', '0.0.0.0', '::']);

/**
 * Entities of an event by which findings are joined to incidents: host, user, address, process, session, file, domain,
 * and what of it the tenant's tables call of consequence.
 *
 * Values are lower case so that the same thing has one name. Accounts that every machine has are bound to their host
 * (`web01|root`): root on two hosts is not one person.
 */
export function entitiesOf(event: EcsEvent): Entities {
  const host = lower(
    event.host?.name ?? event.host?.hostname ?? event.winlog?.computer_name ?? event.log?.syslog?.hostname,
  );
  const entities: Record<string, string[]> = {};
  add(entities, 'host', host);
  const users = [event.user, event.user?.target, event.user?.effective, event.source?.user, event.destination?.user];
  for (const user of users) add(entities, 'user', account(lower(user?.name), host));
  for (const end of [event.source, event.client, event.destination, event.server]) {
    const ip = lower(end?.ip);
    if (ip !== undefined && !NO_ADDRESS.has(ip)) add(entities, 'address', ip);
  }
  const process = event.process;
  if (process?.entity_id !== undefined) add(entities, 'process', lower(process.entity_id));
  else if (process?.pid !== undefined && host !== undefined) {
    add(entities, 'process', `${host}|${process.pid}|${lower(process.executable ?? process.name) ?? ''}`);
  }
  const session = event.auditd?.session ?? event.winlog?.logon?.id;
  if (session !== undefined && !NO_SESSION.has(session) && host !== undefined)
    add(entities, 'session', `${host}|${lower(session)}`);
  add(entities, 'file', event.file?.path);
  add(entities, 'domain', lower(event.dns?.question?.name ?? event.url?.domain ?? event.destination?.domain));
  for (const asset of [
    event.host?.asset,
    event.source?.asset,
    event.destination?.asset,
    event.client?.asset,
    event.server?.asset,
  ])
    if (asset !== undefined && isOfConsequence(asset.criticality))
      add(entities, 'stake', writeStake({ kind: 'asset', criticality: asset.criticality, name: asset.name }));
  for (const user of users) add(entities, 'stake', stakeOfAccount(user?.asset));
  return entities;
}

function isOfConsequence(criticality: Criticality): boolean {
  return criticality === 'high' || criticality === 'critical';
}

/** An account with rights over others, or of somebody who is gone, counts as of high criticality at least. */
function stakeOfAccount(account: EventAccount | undefined): string | undefined {
  if (account === undefined) return undefined;
  const { name, criticality, privileged, status } = account;
  if (criticality === 'critical') return writeStake({ kind: 'user', criticality, name });
  if (status === 'left') return writeStake({ kind: 'left', criticality: 'high', name });
  if (privileged === true) return writeStake({ kind: 'privileged', criticality: 'high', name });
  return criticality === 'high' ? writeStake({ kind: 'user', criticality, name }) : undefined;
}

function account(name: string | undefined, host: string | undefined): string | undefined {
  if (name === undefined || name === '-' || name.endsWith('$')) return undefined;
  if (!SHARED_ACCOUNTS.has(name)) return name;
  return host === undefined ? undefined : `${host}|${name}`;
}

function lower(value: string | undefined): string | undefined {
  return value === undefined || value === '' || value === '-' ? undefined : value.toLowerCase();
}

function add(into: Record<string, string[]>, kind: string, value: string | undefined): void {
  if (value === undefined || value === '') return;
  const values = (into[kind] ??= []);
  if (!values.includes(value)) values.push(value);
}

/** Kinds of entity that join findings. Files and domains describe a story but are too common to join two. */
const JOINING_KINDS = ['host', 'user', 'address', 'process', 'session'] as const;

/** Keys by which a finding is joined: `kind:value`. */
export function joiningKeys(entities: Entities): string[] {
  const keys: string[] = [];
  for (const kind of JOINING_KINDS) for (const value of entities[kind] ?? []) keys.push(`${kind}:${value}`);
  return keys;
}
