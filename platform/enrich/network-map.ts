import ipaddr from 'ipaddr.js';

interface Length<Value> {
  readonly kind: 'ipv4' | 'ipv6';
  readonly bits: number;
  readonly at: Map<string, Value>;
}

/** Values of networks, found by an address in them: as many look-ups as there are prefix lengths, not networks. */
export class NetworkMap<Value> {
  /** Longest first. */
  readonly #lengths: Length<Value>[] = [];

  get isEmpty(): boolean {
    return this.#lengths.length === 0;
  }

  /** @param network canonical, `10.0.0.0/8`; what is none is left out. Of two values of a network the first stays */
  add(network: string, value: Value): void {
    const slash = network.indexOf('/');
    const bits = Number(network.slice(slash + 1));
    const bytes = bytesOf(network.slice(0, slash));
    if (bytes === undefined) return;
    const kind = bytes.length === 4 ? 'ipv4' : 'ipv6';
    let length = this.#lengths.find((each) => each.kind === kind && each.bits === bits);
    if (length === undefined) {
      length = { kind, bits, at: new Map() };
      this.#lengths.push(length);
      this.#lengths.sort((a, b) => b.bits - a.bits);
    }
    const key = prefixOf(bytes, bits);
    if (!length.at.has(key)) length.at.set(key, value);
  }

  /** The value of the smallest network that the address is in. */
  find(address: string): Value | undefined {
    if (this.#lengths.length === 0) return undefined;
    const bytes = bytesOf(address);
    if (bytes === undefined) return undefined;
    const kind = bytes.length === 4 ? 'ipv4' : 'ipv6';
    for (const length of this.#lengths) {
      if (length.kind !== kind) continue;
      const found = length.at.get(prefixOf(bytes, length.bits));
      if (found !== undefined) return found;
    }
    return undefined;
  }
}

function bytesOf(address: string): readonly number[] | undefined {
  return ipaddr.isValid(address) ? ipaddr.parse(address).toByteArray() : undefined;
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
