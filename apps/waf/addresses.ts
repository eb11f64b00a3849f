import { BlockList, isIP } from 'node:net';
import { HaechiError } from '@haechi/event';

/** A set of addresses and networks. */
export interface AddressSet {
  has(address: string): boolean;
}

/** @param entries addresses and CIDR networks @throws HaechiError `address_invalid` */
export function addressSet(entries: readonly string[]): AddressSet {
  const list = new BlockList();
  for (const entry of entries) addTo(list, entry);
  return { has: (address) => has(list, address) };
}

export function has(list: BlockList, address: string): boolean {
  const version = isIP(address);
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}

/** @throws HaechiError `address_invalid` */
export function addTo(list: BlockList, entry: string): void {
  const [address = '', prefix] = entry.split('/');
  const version = isIP(address);
  const bits = version === 4 ? 32 : 128;
  const length = prefix === undefined ? bits : Number(prefix);
  if (version === 0 || !Number.isInteger(length) || length < 0 || length > bits)
    throw new HaechiError('address_invalid', {
      what: 'neither an address nor a network',
      where: entry.slice(0, 60),
      remedy: 'write for example 10.0.0.0/8 or 2001:db8::1',
    });
  list.addSubnet(address, length, version === 4 ? 'ipv4' : 'ipv6');
}
