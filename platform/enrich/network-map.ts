import ipaddr from 'ipaddr.js';
import { ipv4Of } from './address-number.ts';

interface Length<Key, Value> {
  readonly bits: number;
  readonly at: Map<Key, Value>;
}

/** Values of networks, found by an address in them: as many look-ups as there are prefix lengths, not networks. */
export class NetworkMap<Value> {
  /** Longest first; keys are the first bits as a number. */
  readonly #ipv4: Length<number, Value>[] = [];
  /** Longest first; keys are the first bits as characters. */
  readonly #ipv6: Length<string, Value>[] = [];

  /** @param network canonical, `10.0.0.0/8`; what is none is left out. Of two values of a network the first stays */
  add(network: string, value: Value): void {
    const slash = network.indexOf('/');
    const address = network.slice(0, slash);
    const bits = Number(network.slice(slash + 1));
    const number = ipv4Of(address);
    if (number !== undefined) setFirst(this.#ipv4, bits, number >>> (32 - bits), value);
    else if (ipaddr.IPv6.isValid(address)) setFirst(this.#ipv6, bits, prefixOf(bytesOf(address), bits), value);
  }

  /** The value of the smallest network that the address is in. */
  find(address: string): Value | undefined {
    return address.includes(':') ? this.#findIpv6(address) : this.#findIpv4(address);
  }

  #findIpv4(address: string): Value | undefined {
    if (this.#ipv4.length === 0) return undefined;
    const number = ipv4Of(address);
    if (number === undefined) return undefined;
    for (const { bits, at } of this.#ipv4) {
      const found = at.get(number >>> (32 - bits));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #findIpv6(address: string): Value | undefined {
    if (this.#ipv6.length === 0 || !ipaddr.IPv6.isValid(address)) return undefined;
    const bytes = bytesOf(address);
    for (const { bits, at } of this.#ipv6) {
      const found = at.get(prefixOf(bytes, bits));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function setFirst<Key, Value>(lengths: Length<Key, Value>[], bits: number, key: Key, value: Value): void {
  let length = lengths.find((each) => each.bits === bits);
  if (length === undefined) {
    length = { bits, at: new Map() };
    lengths.push(length);
    lengths.sort((a, b) => b.bits - a.bits);
  }
  if (!length.at.has(key)) length.at.set(key, value);
}

function bytesOf(address: string): readonly number[] {
  return ipaddr.IPv6.parse(address).toByteArray();
}

/** The first bits of an address, as a key. */
function prefixOf(bytes: readonly number[], bits: number): string {
  let key = '';
  for (let at = 0; at * 8 < bits; at++) {
    const left = bits - at * 8;
    const byte = bytes[at] ?? 0;
    key += String.fromCharCode(left >= 8 ? byte : byte & (0xff << (8 - left)) & 0xff);
  }
  return key;
}
