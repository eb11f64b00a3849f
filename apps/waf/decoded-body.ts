import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib';
import { WAF_LIMITS } from './limits.ts';

/**
 * Reads a coded response body for inspection; what the client gets stays as it was.
 *
 * @param coding value of Content-Encoding
 * @returns up to `limit` bytes decoded; the body itself where the coding is unknown, broken, or grows past the ratio
 */
export async function decodedBody(pieces: readonly Buffer[], coding: string, limit: number): Promise<Buffer> {
  const body = Buffer.concat(pieces);
  const open = DECODERS[coding.trim().toLowerCase()];
  if (open === undefined || body.length === 0) return body;
  const most = Math.min(limit, body.length * WAF_LIMITS.decodingRatio);
  const decoder = open();
  const found: Buffer[] = [];
  let bytes = 0;
  try {
    decoder.end(body);
    for await (const piece of decoder) {
      found.push(piece as Buffer);
      bytes += (piece as Buffer).length;
      if (bytes >= most) break;
    }
  } catch {
    // A body cut at the inspection limit ends in the middle of its coding: what came out of it is inspected.
  }
  return found.length === 0 ? body : Buffer.concat(found).subarray(0, limit);
}

const DECODERS: Readonly<Record<string, () => ReturnType<typeof createGunzip>>> = Object.assign(Object.create(null), {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
});
