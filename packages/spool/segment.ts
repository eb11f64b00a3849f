import { type FileHandle, open } from 'node:fs/promises';
import { decodeHeader, FRAME_HEADER_BYTES, isIntact } from './frame.ts';

/** Where a batch lies on disk. */
export interface FrameAt {
  readonly position: number;
  readonly file: string;
  readonly offset: number;
  readonly bytes: number;
}

/** What a scan of one segment file found. */
export interface SegmentScan {
  readonly frames: readonly FrameAt[];
  /** Length of the sound prefix; what lies behind it was never acknowledged (a torn write) or is damaged. */
  readonly soundBytes: number;
  readonly fileBytes: number;
}

/**
 * Reads the frames of a segment in order and stops at the first that is torn or damaged: frames are acknowledged only
 * after an fsync of everything before them, so nothing acknowledged lies behind a torn frame.
 */
export async function scanSegment(file: string, maxBatchBytes: number): Promise<SegmentScan> {
  await using handle = await open(file, 'r');
  const { size } = await handle.stat();
  const frames: FrameAt[] = [];
  const header = Buffer.alloc(FRAME_HEADER_BYTES);
  let offset = 0;
  while (offset + FRAME_HEADER_BYTES <= size) {
    await readFully(handle, header, offset);
    const decoded = decodeHeader(header);
    const end = offset + FRAME_HEADER_BYTES + decoded.payloadBytes;
    if (decoded.payloadBytes > maxBatchBytes || end > size) break;
    const payload = Buffer.allocUnsafe(decoded.payloadBytes);
    await readFully(handle, payload, offset + FRAME_HEADER_BYTES);
    if (!isIntact(decoded, payload)) break;
    frames.push({ position: decoded.position, file, offset, bytes: end - offset });
    offset = end;
  }
  return { frames, soundBytes: offset, fileBytes: size };
}

/** Reads one payload that `scanSegment` or the writer has placed; `undefined` when the disk no longer gives it back. */
export async function readPayload(handle: FileHandle, at: FrameAt): Promise<Buffer | undefined> {
  const frame = Buffer.allocUnsafe(at.bytes);
  await readFully(handle, frame, at.offset);
  const payload = frame.subarray(FRAME_HEADER_BYTES);
  return isIntact(decodeHeader(frame), payload) ? payload : undefined;
}

async function readFully(handle: FileHandle, into: Buffer, position: number): Promise<void> {
  let done = 0;
  while (done < into.length) {
    const { bytesRead } = await handle.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) return;
    done += bytesRead;
  }
}
