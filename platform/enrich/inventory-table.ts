import type { EventAccount, EventAsset } from '@haechi/event';
import { isMac } from '../inventory/address.ts';
import { type Asset, type KnownUser, keyOf } from '../inventory/entry.ts';
import { NetworkMap } from './network-map.ts';

/** The tables of a tenant; they hold for it and all below. */
export interface InventoryTables {
  readonly tenant: string;
  readonly assets: readonly Asset[];
  readonly users: readonly KnownUser[];
}

/** An asset as events get it. */
export interface AssetEntry {
  readonly key: string;
  /** One object for all events: it is written out and never changed. */
  readonly shown: EventAsset;
  readonly os: string;
  /** Its host name, where it has one. */
  readonly host: string | undefined;
}

/** An account as events get it. */
export interface UserEntry {
  readonly key: string;
  readonly shown: EventAccount;
  readonly fullName: string;
  readonly email: string;
}

/** The tables of a tenant, ready to be looked up. */
export interface CompiledTables {
  readonly tenant: string;
  readonly assetKeys: ReadonlySet<string>;
  readonly userKeys: ReadonlySet<string>;
  /** By host name, lower case. */
  readonly hosts: ReadonlyMap<string, AssetEntry>;
  /** By the first label of host names with a domain; `null` where two assets have it. */
  readonly labels: ReadonlyMap<string, AssetEntry | null>;
  /** By address and by MAC. */
  readonly addresses: ReadonlyMap<string, AssetEntry>;
  readonly networks: NetworkMap<AssetEntry>;
  /** By name, e-mail address and alias, lower case. */
  readonly users: ReadonlyMap<string, UserEntry>;
}

/** Where two rows claim the same address or name, the one whose name comes first has it. */
export function compileTables({ tenant, assets, users }: InventoryTables): CompiledTables {
  const compiled = {
    tenant,
    assetKeys: new Set<string>(),
    userKeys: new Set<string>(),
    hosts: new Map<string, AssetEntry>(),
    labels: new Map<string, AssetEntry | null>(),
    addresses: new Map<string, AssetEntry>(),
    networks: new NetworkMap<AssetEntry>(),
    users: new Map<string, UserEntry>(),
  };
  const setFirst = <Value>(into: Map<string, Value>, key: string, value: Value): void => {
    if (!into.has(key)) into.set(key, value);
  };
  for (const asset of assets) {
    const entry = assetEntry(asset);
    compiled.assetKeys.add(entry.key);
    for (const host of asset.hosts) {
      setFirst(compiled.hosts, host, entry);
      const dot = host.indexOf('.');
      const label = dot < 0 ? '' : host.slice(0, dot);
      const other = compiled.labels.get(label);
      if (label !== '') compiled.labels.set(label, other === undefined || other === entry ? entry : null);
    }
    for (const address of asset.addresses) {
      if (address.includes('/')) compiled.networks.add(address, entry);
      else setFirst(compiled.addresses, address, entry);
    }
  }
  for (const user of users) {
    const entry = userEntry(user);
    compiled.userKeys.add(entry.key);
    for (const name of [user.name, user.email, ...user.aliases])
      if (name !== '') setFirst(compiled.users, keyOf(name), entry);
  }
  return compiled;
}

function assetEntry({ name, addresses, hosts, owner, department, site, criticality, tags, os }: Asset): AssetEntry {
  return {
    key: keyOf(name),
    shown: {
      name,
      criticality,
      ...(owner === '' ? {} : { owner }),
      ...(department === '' ? {} : { department }),
      ...(site === '' ? {} : { site }),
      ...(tags.length === 0 ? {} : { tags: [...tags] }),
    },
    os,
    // A network is no host, whatever host names stand beside it.
    host: addresses.some((address) => !isMac(address) && address.includes('/')) ? undefined : hosts[0],
  };
}

function userEntry(user: KnownUser): UserEntry {
  const { name, department, title, manager, privileged, status, criticality, fullName, email } = user;
  return {
    key: keyOf(name),
    shown: {
      name,
      criticality,
      ...(department === '' ? {} : { department }),
      ...(title === '' ? {} : { title }),
      ...(manager === '' ? {} : { manager }),
      ...(privileged ? { privileged } : {}),
      ...(status === 'active' ? {} : { status }),
    },
    fullName,
    email,
  };
}
