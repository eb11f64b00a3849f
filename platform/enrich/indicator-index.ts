import type { EcsEvent } from '@haechi/event';
import type { Indicator, IntelList } from './indicator.ts';
import { NetworkMap } from './network-map.ts';

/** An indicator found in an event. */
export interface IndicatorMatch {
  readonly indicator: Indicator;
  /** Name of the list. */
  readonly list: string;
  /** Field of the event that it was found in (`destination.ip`). */
  readonly field: string;
}

/** Looks events up in the lists of their tenant and of those above it. */
export interface IndicatorIndex {
  /** The first indicator found: hashes before names before addresses. */
  match(tenant: string, event: EcsEvent, nowMs: number): IndicatorMatch | undefined;
}

interface Compiled {
  readonly tenant: string;
  readonly name: string;
  readonly exact: ReadonlyMap<string, Indicator>;
  readonly domains: ReadonlyMap<string, Indicator>;
  readonly networks: NetworkMap<Indicator>;
}

/** Makes an index; `undefined` where there is nothing in it, so that events pay nothing. */
export function indicatorIndex(lists: readonly IntelList[]): IndicatorIndex | undefined {
  const compiled = lists.filter(({ indicators }) => indicators.length > 0).map(compileList);
  if (compiled.length === 0) return undefined;
  const byTenant = new Map<string, readonly Compiled[]>();
  return {
    match(tenant, event, nowMs) {
      let own = byTenant.get(tenant);
      if (own === undefined) byTenant.set(tenant, (own = compiled.filter((list) => tenant.startsWith(list.tenant))));
      for (const list of own) {
        const found = matchList(list, event);
        if (found === undefined) continue;
        const { until } = found.indicator;
        if (until === undefined || Date.parse(until) > nowMs) return found;
      }
      return undefined;
    },
  };
}

function compileList({ tenant, name, indicators }: IntelList): Compiled {
  const exact = new Map<string, Indicator>();
  const domains = new Map<string, Indicator>();
  const networks = new NetworkMap<Indicator>();
  for (const indicator of indicators) {
    const { type, value } = indicator;
    const slash = type === 'ipv4-addr' || type === 'ipv6-addr' ? value.indexOf('/') : -1;
    if (type === 'domain-name') domains.set(value, indicator);
    else if (slash < 0) exact.set(value, indicator);
    else networks.add(value, indicator);
  }
  return { tenant, name, exact, domains, networks };
}

function matchList(list: Compiled, event: EcsEvent): IndicatorMatch | undefined {
  const { exact, domains, networks, name } = list;
  if (exact.size > 0) {
    for (const [field, hash] of hashesOf(event)) {
      const indicator = exact.get(hash);
      if (indicator !== undefined) return { indicator, list: name, field };
    }
    const url = event.url?.full ?? event.url?.original;
    const indicator = url === undefined ? undefined : exact.get(url);
    if (indicator !== undefined) return { indicator, list: name, field: 'url.full' };
  }
  if (domains.size > 0) {
    for (const [field, domain] of domainsOf(event)) {
      const indicator = suffixIn(domains, domain.toLowerCase());
      if (indicator !== undefined) return { indicator, list: name, field };
    }
  }
  for (const [field, address] of addressesOf(event)) {
    const indicator = exact.get(address) ?? networks.find(address);
    if (indicator !== undefined) return { indicator, list: name, field };
  }
  return undefined;
}

/** The domain itself, or one above it. */
function suffixIn(domains: Compiled['domains'], domain: string): Indicator | undefined {
  for (let from = 0; from >= 0; ) {
    const found = domains.get(domain.slice(from));
    if (found !== undefined) return found;
    const dot = domain.indexOf('.', from);
    from = dot < 0 ? -1 : dot + 1;
  }
  return undefined;
}

function* hashesOf(event: EcsEvent): Generator<readonly [field: string, hash: string]> {
  for (const [name, hash] of [
    ['file', event.file?.hash],
    ['process', event.process?.hash],
    ['dll', event.dll?.hash],
  ] as const) {
    if (hash === undefined) continue;
    for (const kind of ['sha256', 'sha1', 'md5'] as const) {
      const value = hash[kind];
      if (value !== undefined) yield [`${name}.hash.${kind}`, value.toLowerCase()];
    }
  }
}

function* domainsOf(event: EcsEvent): Generator<readonly [field: string, domain: string]> {
  if (event.dns?.question?.name !== undefined) yield ['dns.question.name', event.dns.question.name];
  if (event.url?.domain !== undefined) yield ['url.domain', event.url.domain];
  if (event.destination?.domain !== undefined) yield ['destination.domain', event.destination.domain];
  if (event.tls?.client?.server_name !== undefined) yield ['tls.client.server_name', event.tls.client.server_name];
}

function* addressesOf(event: EcsEvent): Generator<readonly [field: string, address: string]> {
  for (const side of ['destination', 'source', 'server', 'client'] as const) {
    const ip = event[side]?.ip;
    if (ip !== undefined) yield [`${side}.ip`, ip];
  }
  for (const ip of event.dns?.resolved_ip ?? []) yield ['dns.resolved_ip', ip];
}
