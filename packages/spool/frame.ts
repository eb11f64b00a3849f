import { crc32 } from 'node:zlib';

/** Bytes in front of each payload: payload length, CRC-32 of the payload, position (all big-endian). */
export const FRAME_HEADER_BYTES = 16;

/** One batch as it lies in a segment file: header and payload in one buffer. */
export function encodeFrame(position: number, payload: Buffer): Buffer {
  const frame = Buffer.allocUnsafe(FRAME_HEADER_BYTES + payload.length);
  frame.writeUInt32BE(payload.length, 0);
  frame.writeUInt32BE(crc32(payload), 4);
  frame.writeBigUInt64BE(BigInt(position), 8);
  payload.copy(frame, FRAME_HEADER_BYTES);
  return frame;
}

export interface FrameHeader {
  readonly payloadBytes: number;
  readonly crc: number;
  readonly position: number;
}

/** Reads the header of a frame; `bytes` holds at least `FRAME_HEADER_BYTES`. */
export function decodeHeader(bytes: Buffer): FrameHeader {
  return {
    payloadBytes: bytes.readUInt32BE(0),
    crc: bytes.readUInt32BE(4),
    position: Number(bytes.readBigUInt64BE(8)),
  };
}

/** True when the payload is the one that was written. */
export function isIntact(header: FrameHeader, payload: Buffer): boolean {
  return payload.length === header.payloadBytes && crc32(payload) === header.crc;
}
