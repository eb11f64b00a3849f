import { WAF_LIMITS } from '../limits.ts';
import type { Framing } from './framing.ts';
import { Pace } from './pace.ts';
import { ReadFault, type SocketReader } from './socket-reader.ts';

/** The chunked coding was broken (RFC 9112, section 7.1): the connection cannot be used any further. */
export class BadChunk extends Error {}

const CRLF = Buffer.from('\r\n');
/** Bytes taken from the socket at once. */
const PIECE_BYTES = 65_536;
const SIZE = /^([0-9a-fA-F]{1,12})[\t ]*(?:;[^\0\r\n]*)?$/;

/**
 * The body of a request in pieces, coding removed. Ends with the body; what follows stays in the reader.
 *
 * @throws BadChunk, ReadFault (a sender slower than the limits is a `timeout`)
 */
export async function* requestBody(reader: SocketReader, framing: Framing): AsyncGenerator<Buffer> {
  const pace = new Pace();
  if (framing.kind === 'length') yield* exactly(reader, framing.bytes, pace);
  if (framing.kind !== 'chunked') return;
  for (;;) {
    const size = SIZE.exec((await line(reader, WAF_LIMITS.chunkLineBytes)).toString('latin1'))?.[1];
    if (size === undefined) throw new BadChunk('malformed chunk size');
    const bytes = Number.parseInt(size, 16);
    if (bytes === 0) break;
    yield* exactly(reader, bytes, pace);
    if ((await line(reader, 0)).length > 0) throw new BadChunk('chunk longer than its size');
  }
  // Trailer fields are read over and dropped: nothing was inspected of them.
  let trailerBytes = 0;
  for (;;) {
    const trailer = await line(reader, WAF_LIMITS.trailerBytes);
    if (trailer.length === 0) return;
    trailerBytes += trailer.length;
    if (trailerBytes > WAF_LIMITS.trailerBytes) throw new BadChunk('trailer too long');
  }
}

async function* exactly(reader: SocketReader, bytes: number, pace: Pace): AsyncGenerator<Buffer> {
  let left = bytes;
  while (left > 0) {
    const piece = await reader.some(Math.min(left, PIECE_BYTES), WAF_LIMITS.bodyIdleMs);
    pace.count(piece.length);
    left -= piece.length;
    yield piece;
  }
}

async function line(reader: SocketReader, limit: number): Promise<Buffer> {
  try {
    return await reader.until(CRLF, limit, Date.now() + WAF_LIMITS.bodyIdleMs);
  } catch (error) {
    if (error instanceof ReadFault && error.kind === 'too_long') throw new BadChunk('malformed chunk');
    throw error;
  }
}
