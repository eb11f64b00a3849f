/** Containers told by their first bytes; `plain` is everything else. */
export type Container = 'zip' | 'gzip' | 'zstd' | 'tar' | 'plain' | 'bzip2' | 'xz' | '7z' | 'rar';

/** Bytes that `containerOf` looks at: tar's magic lies at 257. */
export const MAGIC_BYTES = 512;

const SIGNATURES: readonly (readonly [Container, number, string])[] = [
  ['zip', 0, '504b0304'],
  ['zip', 0, '504b0506'],
  ['gzip', 0, '1f8b'],
  ['zstd', 0, '28b52ffd'],
  ['bzip2', 0, '425a68'],
  ['xz', 0, 'fd377a585a00'],
  ['7z', 0, '377abcaf271c'],
  ['rar', 0, '526172211a07'],
  ['tar', 257, '7573746172'],
];

/** Which container begins with `head`. The name is not asked: logs are renamed, contents are not. */
export function containerOf(head: Buffer): Container {
  for (const [container, offset, hex] of SIGNATURES) {
    if (head.subarray(offset, offset + hex.length / 2).toString('hex') === hex) return container;
  }
  return 'plain';
}
