import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback } from 'node:zlib';
import type { IngestLimits } from './limits.ts';

const gunzip = promisify(gunzipCallback);

/** Why a body could not be read; each protocol answers it in its own words. */
type BodyFault = 'too_large' | 'busy' | 'unsupported_encoding' | 'damaged';

export type Body = { readonly bytes: Buffer } | { readonly fault: BodyFault };

/** Bytes of bodies that are held now, over all requests of the process. */
export interface InFlight {
  bytes: number;
}

/**
 * Reads a request body within the limits, and takes gzip off. Safe against bombs: decompression stops at the limit.
 * The caller gives the bytes back with `release` when it is done with them.
 */
export async function readBody(
  payload: AsyncIterable<Buffer>,
  encoding: string | undefined,
  limits: IngestLimits,
  inFlight: InFlight,
): Promise<{ body: Body; release: () => void }> {
  let held = 0;
  const hold = (bytes: number): boolean => {
    if (inFlight.bytes + bytes > limits.inFlightBytes) return false;
    held += bytes;
    inFlight.bytes += bytes;
    return true;
  };
  const release = (): void => {
    inFlight.bytes -= held;
    held = 0;
  };
  const body = await read(payload, encoding, limits, hold);
  if ('fault' in body) release();
  return { body, release };
}

async function read(
  payload: AsyncIterable<Buffer>,
  encoding: string | undefined,
  limits: IngestLimits,
  hold: (bytes: number) => boolean,
): Promise<Body> {
  const gzip = encoding === 'gzip' || encoding === 'x-gzip';
  if (!gzip && encoding !== undefined && encoding !== 'identity' && encoding !== '')
    return { fault: 'unsupported_encoding' };
  const chunks: Buffer[] = [];
  let bytes = 0;
  const late = setTimeout(() => {
    if (payload instanceof Readable) payload.destroy();
  }, limits.bodyMs);
  try {
    for await (const chunk of payload) {
      bytes += chunk.length;
      if (bytes > (gzip ? limits.bodyBytes : limits.expandedBytes)) return { fault: 'too_large' };
      if (!hold(chunk.length)) return { fault: 'busy' };
      chunks.push(chunk);
    }
  } catch {
    // The sender went away, or took too long: nobody hears the answer, and what it holds must be given back.
    return { fault: 'damaged' };
  } finally {
    clearTimeout(late);
  }
  const whole = chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes);
  if (!gzip || whole.length === 0) return { bytes: whole };
  try {
    const expanded = await gunzip(whole, { maxOutputLength: limits.expandedBytes });
    return hold(expanded.length) ? { bytes: expanded } : { fault: 'busy' };
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return { fault: code === 'ERR_BUFFER_TOO_LARGE' ? 'too_large' : 'damaged' };
  }
}
