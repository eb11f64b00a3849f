import ipaddr from 'ipaddr.js';

const MAC = /^(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}$|^(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}$|^[0-9a-f]{12}$/i;
/** A plain address, which is canonical as it stands: most of a table is these, and the parser costs ten times this. */
const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;
/** Shortest prefixes: what calls a larger part of the world an asset is a slip of the pen. */
const FEWEST_BITS = { ipv4: 8, ipv6: 16 } as const;

/**
 * An address, network or MAC in its canonical form: host bits of a network are cleared, a network of one address is that
 * address, a MAC is written as ECS writes it (`00-00-5E-00-53-23`).
 *
 * @returns `undefined` for what is none of them
 */
export function canonicalAddress(text: string): string | undefined {
  if (IPV4.test(text)) return text;
  if (MAC.test(text)) return canonicalMac(text);
  const [address = '', bits, more] = text.split('/');
  if (more !== undefined || (!ipaddr.IPv4.isValidFourPartDecimal(address) && !ipaddr.IPv6.isValid(address)))
    return undefined;
  const parsed = ipaddr.process(address);
  if (bits === undefined) return parsed.toString();
  const kind = parsed.kind();
  const most = kind === 'ipv4' ? 32 : 128;
  const length = /^\d{1,3}$/.test(bits) ? Number(bits) : Number.NaN;
  if (!(length >= FEWEST_BITS[kind] && length <= most)) return undefined;
  if (length === most) return parsed.toString();
  const cidr = `${parsed.toString()}/${length}`;
  const network = kind === 'ipv4' ? ipaddr.IPv4.networkAddressFromCIDR(cidr) : ipaddr.IPv6.networkAddressFromCIDR(cidr);
  return `${network.toString()}/${length}`;
}

/** A MAC in the form of ECS; what is none comes back in upper case. */
export function canonicalMac(text: string): string {
  const digits = text.replaceAll(/[:.-]/g, '').toUpperCase();
  return digits.length === 12 ? (digits.match(/../g) ?? []).join('-') : digits;
}

/** True for what `canonicalMac` gives. */
export function isMac(address: string): boolean {
  return address.length === 17 && address.charCodeAt(2) === 45 && address.charCodeAt(5) === 45;
}
