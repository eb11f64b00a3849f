import { WAF_LIMITS } from '../limits.ts';
import { ChunkedDecoder } from './chunked.ts';
import type { Framing } from './framing.ts';
import { Pace } from './pace.ts';
import { ReadFault, type SocketReader } from './socket-reader.ts';

/** Bytes taken from the socket at once. */
const PIECE_BYTES = 65_536;

/**
 * The body of a request in pieces, coding removed. Ends with the body; what follows stays in the reader.
 *
 * @throws BadChunk, ReadFault (a sender slower than the limits is a `timeout`)
 */
export async function* requestBody(reader: SocketReader, framing: Framing): AsyncGenerator<Buffer> {
  if (framing.kind === 'length') yield* exactly(reader, framing.bytes);
  if (framing.kind === 'chunked') yield* dechunked(reader);
}

async function* exactly(reader: SocketReader, bytes: number): AsyncGenerator<Buffer> {
  const pace = new Pace();
  let left = bytes;
  while (left > 0) {
    const piece = await reader.some(Math.min(left, PIECE_BYTES), WAF_LIMITS.bodyIdleMs);
    pace.count(piece.length);
    left -= piece.length;
    yield piece;
  }
}

async function* dechunked(reader: SocketReader): AsyncGenerator<Buffer> {
  const pace = new Pace();
  const decoder = new ChunkedDecoder();
  while (!decoder.ended) {
    if (!(await reader.ready(WAF_LIMITS.bodyIdleMs))) throw new ReadFault('closed');
    const { body, taken } = decoder.decode(reader.held);
    reader.skip(taken);
    // The coding counts as well: a sender that drips sizes and trailers is slow, too.
    pace.count(taken);
    if (body.length > 0) yield body;
  }
}
