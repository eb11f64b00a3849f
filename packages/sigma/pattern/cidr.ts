/** An IP network; addresses are big integers of 32 or 128 bits. */
export interface Network {
  readonly text: string;
  readonly version: 4 | 6;
  readonly base: bigint;
  readonly prefix: number;
}

/** An address: `value` has 32 or 128 bits. */
interface Address {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** The longest way to write an address: IPv6 with an IPv4 tail. */
const MAX_CHARS = 45;
const MAPPED_PREFIX = 0xffffn;

/** `10.0.0.0/8`, `fe80::/10`; an address alone is a network of one. Answers `undefined` for anything else. */
export function parseNetwork(text: string): Network | undefined {
  const [head = '', tail, ...rest] = text.trim().split('/');
  const address = parseAddress(head);
  if (address === undefined || rest.length > 0) return undefined;
  const bits = address.version === 4 ? 32 : 128;
  if (tail !== undefined && !/^\d{1,3}$/.test(tail)) return undefined;
  const prefix = tail === undefined ? bits : Number(tail);
  if (prefix > bits) return undefined;
  const shift = BigInt(bits - prefix);
  return { text: text.trim(), version: address.version, base: (address.value >> shift) << shift, prefix };
}

/**
 * Whether the text is an address inside the network. An IPv4 address written as IPv6 (`::ffff:10.0.0.1`, as Windows'
 * logon events do) is inside IPv4 networks too.
 */
export function inNetwork(network: Network, text: string): boolean {
  let address = parseAddress(text);
  if (address === undefined) return false;
  if (network.version === 4 && address.version === 6 && address.value >> 32n === MAPPED_PREFIX)
    address = { version: 4, value: address.value & 0xffffffffn };
  if (address.version !== network.version) return false;
  const shift = BigInt((network.version === 4 ? 32 : 128) - network.prefix);
  return address.value >> shift === network.base >> shift;
}

/** The address that was read last: a rule asks of each of its networks about the same one. */
let lastText = '';
let lastAddress: Address | undefined;

function parseAddress(text: string): Address | undefined {
  if (text.length > MAX_CHARS) return undefined;
  if (text === lastText) return lastAddress;
  lastAddress = text.includes(':') ? parseV6(text) : parseV4(text);
  lastText = text;
  return lastAddress;
}

function parseV4(text: string): Address | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let value = 0;
  for (let i = 1; i <= 4; i++) {
    const octet = Number(match[i]);
    if (octet > 255) return undefined;
    value = value * 256 + octet;
  }
  return { version: 4, value: BigInt(value) };
}

function parseV6(text: string): Address | undefined {
  let body = text.split('%')[0]!;
  const tail = body.slice(body.lastIndexOf(':') + 1);
  if (tail.includes('.')) {
    const v4 = parseV4(tail);
    if (v4 === undefined) return undefined;
    const hex = v4.value.toString(16).padStart(8, '0');
    body = `${body.slice(0, body.length - tail.length)}${hex.slice(0, 4)}:${hex.slice(4)}`;
  }
  const halves = body.split('::');
  if (halves.length > 2) return undefined;
  const left = halves[0] === '' ? [] : halves[0]!.split(':');
  const right = halves[1] === undefined || halves[1] === '' ? [] : halves[1].split(':');
  const missing = 8 - left.length - right.length;
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined;
  let value = 0n;
  for (const group of [...left, ...Array<string>(halves.length === 2 ? missing : 0).fill('0'), ...right]) {
    if (!/^[0-9a-f]{1,4}$/i.test(group)) return undefined;
    value = (value << 16n) | BigInt(Number.parseInt(group, 16));
  }
  return { version: 6, value };
}
