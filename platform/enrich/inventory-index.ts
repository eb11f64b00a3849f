import type { EcsEndpoint, EcsEvent, EcsUser } from '@haechi/event';
import { canonicalMac } from '../inventory/address.ts';
import { keyOf } from '../inventory/entry.ts';
import type { AssetEntry, CompiledTables, UserEntry } from './inventory-table.ts';

/** What a tenant's events are looked up in: its own tables first, then those above it. */
type Chain = readonly CompiledTables[];

/** Looks the machines and accounts of events up in the tables of their tenant and of those above it. */
export class InventoryIndex {
  readonly #tables: readonly CompiledTables[];
  readonly #chains = new Map<string, Chain>();

  constructor(tables: Iterable<CompiledTables>) {
    // The longer path is the nearer tenant.
    this.#tables = [...tables].sort((a, b) => b.tenant.length - a.tenant.length);
  }

  /** Adds to the event what the tables know; what the event says itself stays. */
  add(tenant: string, event: EcsEvent): void {
    const chain = this.#chains.get(tenant) ?? this.#chainOf(tenant);
    if (chain.length === 0) return;
    addHost(chain, event);
    addEndpoint(chain, event.source);
    addEndpoint(chain, event.destination);
    addEndpoint(chain, event.client);
    addEndpoint(chain, event.server);
    const host = event.host?.name ?? event.host?.hostname;
    addUser(chain, event.user, host);
    addUser(chain, event.user?.target, host);
    addUser(chain, event.user?.effective, host);
    addUser(chain, event.source?.user, host);
    addUser(chain, event.destination?.user, host);
  }

  #chainOf(tenant: string): Chain {
    const chain = this.#tables.filter((each) => tenant.startsWith(each.tenant));
    this.#chains.set(tenant, chain);
    return chain;
  }
}

function addHost(chain: Chain, event: EcsEvent): void {
  const { host } = event;
  if (host?.asset !== undefined) return;
  const named = host?.name ?? host?.hostname ?? event.winlog?.computer_name ?? event.log?.syslog?.hostname;
  let entry = named === undefined ? undefined : assetOfName(chain, named);
  if (entry === undefined && host !== undefined)
    entry = firstByAddress(chain, host.mac) ?? firstByAddress(chain, host.ip);
  if (entry === undefined) return;
  const known = (event.host ??= {});
  known.asset = entry.shown;
  if (named === undefined && entry.host !== undefined) known.name = entry.host;
  if (known.os === undefined && entry.os !== '') known.os = { name: entry.os };
}

function addEndpoint(chain: Chain, side: EcsEndpoint | undefined): void {
  if (side === undefined || side.asset !== undefined) return;
  const entry =
    (side.ip === undefined ? undefined : assetOfAddress(chain, side.ip)) ??
    (side.mac === undefined ? undefined : assetOfAddress(chain, canonicalMac(side.mac))) ??
    (side.domain === undefined ? undefined : assetOfName(chain, side.domain));
  if (entry !== undefined) side.asset = entry.shown;
}

function addUser(chain: Chain, user: EcsUser | undefined, host: string | undefined): void {
  if (user === undefined || user.asset !== undefined) return;
  const entry = userIn(chain, user, host);
  if (entry === undefined) return;
  user.asset = entry.shown;
  if (user.full_name === undefined && entry.fullName !== '') user.full_name = entry.fullName;
  if (user.email === undefined && entry.email !== '') user.email = entry.email;
}

function firstByAddress(chain: Chain, addresses: readonly string[] | undefined): AssetEntry | undefined {
  if (!Array.isArray(addresses)) return undefined;
  for (const address of addresses) {
    const entry = assetOfAddress(chain, address.includes('-') ? canonicalMac(address) : address);
    if (entry !== undefined) return entry;
  }
  return undefined;
}

function assetOfAddress(tables: Chain, address: string): AssetEntry | undefined {
  for (let index = 0; index < tables.length; index++) {
    const { addresses, networks } = tables[index] as CompiledTables;
    const entry = addresses.get(address) ?? networks.find(address);
    if (entry !== undefined && !isReplaced(tables, index, entry.key)) return entry;
  }
  return undefined;
}

/** By the name itself, by its first label, or, where a sender put an address for its name, by that. */
function assetOfName(tables: Chain, name: string): AssetEntry | undefined {
  if (/^[\d.]+$|:/.test(name)) return assetOfAddress(tables, name);
  const host = keyOf(name.endsWith('.') ? name.slice(0, -1) : name);
  const dot = host.indexOf('.');
  for (let index = 0; index < tables.length; index++) {
    const { hosts, labels } = tables[index] as CompiledTables;
    const entry = hosts.get(host) ?? (dot < 0 ? labels.get(host) : hosts.get(host.slice(0, dot)));
    if (entry !== undefined && entry !== null && !isReplaced(tables, index, entry.key)) return entry;
  }
  return undefined;
}

/** True where a nearer tenant has a row of its own under that name: it says something else of it. */
function isReplaced(tables: Chain, index: number, key: string): boolean {
  for (let nearer = 0; nearer < index; nearer++) if (tables[nearer]?.assetKeys.has(key) === true) return true;
  return false;
}

function userIn(tables: Chain, { id, name, domain, email }: EcsUser, host: string | undefined) {
  const plain = name?.toLowerCase();
  const slash = plain?.indexOf('\\') ?? -1;
  const realm = domain?.toLowerCase() ?? (slash > 0 ? plain?.slice(0, slash) : undefined);
  const bare = slash > 0 ? plain?.slice(slash + 1) : plain;
  const qualified = realm === undefined || bare === undefined ? undefined : `${realm}\\${bare}`;
  // An account of the machine itself is not the person of that name in the directory.
  const isLocal = realm !== undefined && (realm === '.' || realm === labelOf(host));
  for (let index = 0; index < tables.length; index++) {
    const { users } = tables[index] as CompiledTables;
    const entry =
      get(users, id?.toLowerCase()) ??
      get(users, qualified) ??
      get(users, email?.toLowerCase()) ??
      get(users, isLocal ? undefined : bare);
    if (entry !== undefined && !isUserReplaced(tables, index, entry.key)) return entry;
  }
  return undefined;
}

function isUserReplaced(tables: Chain, index: number, key: string): boolean {
  for (let nearer = 0; nearer < index; nearer++) if (tables[nearer]?.userKeys.has(key) === true) return true;
  return false;
}

function get(users: ReadonlyMap<string, UserEntry>, key: string | undefined): UserEntry | undefined {
  return key === undefined || key === '' ? undefined : users.get(key);
}

function labelOf(host: string | undefined): string | undefined {
  const lower = host?.toLowerCase();
  const dot = lower?.indexOf('.') ?? -1;
  return dot < 0 ? lower : lower?.slice(0, dot);
}
