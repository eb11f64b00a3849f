import { crc32 } from 'node:zlib';
import type { DamageCode } from './damage.ts';
import { CHUNK_BYTES, CHUNK_HEADER_BYTES, CHUNK_SIGNATURE, startsWith, u32 } from './layout.ts';

/** What is wrong with the header of a chunk; `undefined` when it can be relied on. */
export function headerFault(chunk: Buffer): DamageCode | undefined {
  if (chunk.length < CHUNK_HEADER_BYTES) return 'chunk_truncated';
  if (!startsWith(chunk, 0, CHUNK_SIGNATURE)) return 'chunk_signature';
  const sum = crc32(chunk.subarray(128, CHUNK_HEADER_BYTES), crc32(chunk.subarray(0, 120)));
  if (sum !== u32(chunk, 124)) return 'chunk_header_checksum';
  const free = freeSpace(chunk);
  return free >= CHUNK_HEADER_BYTES && free <= CHUNK_BYTES ? undefined : 'chunk_free_space';
}

/** Offset where the records end, as the header has it. */
export function freeSpace(chunk: Buffer): number {
  return u32(chunk, 48);
}

/** True when the records are all there and match their checksum. The header must be sound. */
export function dataMatches(chunk: Buffer): boolean {
  const free = freeSpace(chunk);
  return free <= chunk.length && crc32(chunk.subarray(CHUNK_HEADER_BYTES, free)) === u32(chunk, 52);
}
