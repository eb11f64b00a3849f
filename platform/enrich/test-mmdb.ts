import ipaddr from 'ipaddr.js';

/** Values that the databases in question hold. */
type MmdbValue = string | number | { readonly [key: string]: MmdbValue };
/** What is at the end of a branch: another node, the place of a value, or nothing. */
type Branch = TreeNode | number | undefined;
type TreeNode = [Branch, Branch];

const RECORD_BITS = 24;
const SEPARATOR_BYTES = 16;

/**
 * Writes a small MMDB file (MaxMind DB 2.0), for tests.
 *
 * @param networks records by network (`192.0.2.0/24`, `2001:db8::/32`), none inside another
 * @param version 4 for a tree of IPv4 alone
 */
export function mmdbOf(networks: Readonly<Record<string, MmdbValue>>, version: 4 | 6 = 6): Buffer {
  const root: TreeNode = [undefined, undefined];
  const values: Buffer[] = [];
  let length = 0;
  for (const [network, value] of Object.entries(networks)) {
    hang(root, bitsOf(network, version), length);
    values.push(encode(value));
    length += values.at(-1)!.length;
  }
  const nodes: TreeNode[] = [root];
  for (const node of nodes) for (const branch of node) if (Array.isArray(branch)) nodes.push(branch);
  const tree = Buffer.alloc((nodes.length * RECORD_BITS * 2) / 8);
  const recordOf = (branch: Branch): number => {
    if (branch === undefined) return nodes.length;
    return typeof branch === 'number' ? nodes.length + SEPARATOR_BYTES + branch : nodes.indexOf(branch);
  };
  for (const [at, [zero, one]] of nodes.entries()) {
    tree.writeUIntBE(recordOf(zero), at * 6, 3);
    tree.writeUIntBE(recordOf(one), at * 6 + 3, 3);
  }
  const metadata = encode({
    binary_format_major_version: 2,
    binary_format_minor_version: 0,
    build_epoch: 1_700_000_000,
    database_type: 'Test',
    description: { en: 'made by a test' },
    ip_version: version,
    node_count: nodes.length,
    record_size: RECORD_BITS,
  });
  const marker = Buffer.from('\xab\xcd\xefMaxMind.com', 'latin1');
  return Buffer.concat([tree, Buffer.alloc(SEPARATOR_BYTES), ...values, marker, metadata]);
}

/** Beside IPv6, IPv4 lies below `::/96`. */
function bitsOf(network: string, version: 4 | 6): string {
  const [address, length] = ipaddr.parseCIDR(network);
  const bits = address.toByteArray().map((byte) => byte.toString(2).padStart(8, '0'));
  return address.kind() === 'ipv4' && version === 6
    ? '0'.repeat(96) + bits.join('').slice(0, length)
    : bits.join('').slice(0, length);
}

function hang(root: TreeNode, bits: string, value: number): void {
  let node = root;
  for (const [at, bit] of [...bits].entries()) {
    const side = bit === '1' ? 1 : 0;
    if (at === bits.length - 1) node[side] = value;
    else node = (node[side] ??= [undefined, undefined]) as TreeNode;
  }
}

function encode(value: MmdbValue): Buffer {
  if (typeof value === 'string') {
    const bytes = Buffer.from(value);
    return Buffer.concat([control(2, bytes.length), bytes]);
  }
  if (typeof value === 'number') {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32BE(value);
    return Buffer.concat([control(6, 4), bytes]);
  }
  const entries = Object.entries(value);
  return Buffer.concat([control(7, entries.length), ...entries.flatMap(([key, each]) => [encode(key), encode(each)])]);
}

/** @param size below 285 */
function control(type: number, size: number): Buffer {
  return size < 29 ? Buffer.of((type << 5) | size) : Buffer.of((type << 5) | 29, size - 29);
}
