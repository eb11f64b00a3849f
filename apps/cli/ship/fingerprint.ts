import { createHash } from 'node:crypto';
import { SHIP_LIMITS } from './limits.ts';

/** A digest of some bytes at a place that is known from elsewhere. */
export interface Fingerprint {
  readonly bytes: number;
  readonly digest: string;
}

export function fingerprintOf(bytes: Buffer): Fingerprint {
  return { bytes: bytes.length, digest: createHash('sha256').update(bytes).digest('base64url').slice(0, 22) };
}

/** What is known of the bytes of a file up to a position. */
export interface Marks {
  /** Of the first bytes, 256 at the most. */
  readonly head: Fingerprint;
  /** Of the last bytes before the position, 256 at the most. */
  readonly tail: Fingerprint;
}

/** Reads `length` bytes at `offset`; fewer where the file ends. */
export type ReadAt = (offset: number, length: number) => Promise<Buffer>;

export async function marksAt(position: number, read: ReadAt): Promise<Marks> {
  const bytes = Math.min(SHIP_LIMITS.fingerprintBytes, position);
  return { head: fingerprintOf(await read(0, bytes)), tail: fingerprintOf(await read(position - bytes, bytes)) };
}

/** True when the file still holds what was read of it: else it was truncated, or another one has taken its place. */
export async function isContinued(position: number, marks: Marks, read: ReadAt): Promise<boolean> {
  const { head, tail } = marks;
  return (
    fingerprintOf(await read(0, head.bytes)).digest === head.digest &&
    fingerprintOf(await read(position - tail.bytes, tail.bytes)).digest === tail.digest
  );
}

/** Of a file of which nothing was read. */
export const NO_MARKS: Marks = { head: fingerprintOf(Buffer.alloc(0)), tail: fingerprintOf(Buffer.alloc(0)) };
