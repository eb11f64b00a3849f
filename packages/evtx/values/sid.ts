import { u32 } from '../layout.ts';

const MAX_SUB_AUTHORITIES = 15;

/** Bytes of the SID at `at`, or 0 when it does not fit below `end` or is none ([MS-DTYP] 2.4.2.2). */
export function sidBytes(bytes: Uint8Array, at: number, end: number): number {
  if (at + 8 > end) return 0;
  const count = bytes[at + 1]!;
  const size = 8 + 4 * count;
  return count <= MAX_SUB_AUTHORITIES && at + size <= end ? size : 0;
}

/**
 * SID as `S-1-5-21-…` ([MS-DTYP] 2.4.2.1: an authority of 2^32 and more is hexadecimal). The caller has checked the
 * size with `sidBytes`.
 */
export function sid(bytes: Uint8Array, at: number): string {
  const high = bytes[at + 2]! * 256 + bytes[at + 3]!;
  const low = bytes[at + 4]! * 0x100_0000 + (bytes[at + 5]! << 16) + (bytes[at + 6]! << 8) + bytes[at + 7]!;
  const authority =
    high === 0 ? String(low) : '0x' + high.toString(16).padStart(4, '0') + low.toString(16).padStart(8, '0');
  let out = `S-${bytes[at]}-${authority}`;
  const count = bytes[at + 1]!;
  for (let i = 0; i < count; i++) out += `-${u32(bytes, at + 8 + 4 * i)}`;
  return out;
}
