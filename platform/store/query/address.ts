import ipaddr from 'ipaddr.js';

/** An inclusive range of addresses as IPv6 texts; version 4 mapped (RFC 4291, 2.5.5.2), as the columns hold them. */
export interface AddressRange {
  readonly first: string;
  readonly last: string;
}

/** The range of `10.0.0.0/8`, `fe80::/10`, or one address; `undefined` for anything else. */
export function addressRange(text: string): AddressRange | undefined {
  const [address = '', length, ...rest] = text.split('/');
  if (
    rest.length > 0 ||
    !ipaddr.isValid(address) ||
    (ipaddr.IPv4.isIPv4(address) && !ipaddr.IPv4.isValidFourPartDecimal(address))
  )
    return undefined;
  if (address.includes('%')) return undefined;
  const parsed = ipaddr.parse(address);
  const bits = parsed.kind() === 'ipv4' ? 32 : 128;
  if (length !== undefined && !/^\d{1,3}$/.test(length)) return undefined;
  const prefix = length === undefined ? bits : Number(length);
  if (prefix > bits) return undefined;
  const bytes = mapped(parsed);
  const fixed = prefix + (128 - bits);
  return { first: ipv6(bytes, fixed, 0), last: ipv6(bytes, fixed, 0xff) };
}

function mapped(address: ipaddr.IPv4 | ipaddr.IPv6): number[] {
  const v6 = address instanceof ipaddr.IPv4 ? address.toIPv4MappedAddress() : address;
  return v6.toByteArray();
}

/** The bytes with everything behind the first `fixed` bits set to zeros or ones. */
function ipv6(bytes: readonly number[], fixed: number, fill: 0 | 0xff): string {
  const filled = bytes.map((byte, index) => {
    const kept = Math.min(Math.max(fixed - index * 8, 0), 8);
    const mask = (0xff << (8 - kept)) & 0xff;
    return (byte & mask) | (fill & ~mask & 0xff);
  });
  return new ipaddr.IPv6(filled).toNormalizedString();
}
