import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type InFlight, readBody } from './body.ts';
import { INGEST_LIMITS } from './limits.ts';

const limits = { ...INGEST_LIMITS, bodyBytes: 100, expandedBytes: 1_000, inFlightBytes: 2_000 };

async function* stream(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += 64) yield bytes.subarray(at, at + 64);
}

async function read(bytes: Buffer, encoding?: string, inFlight: InFlight = { bytes: 0 }) {
  const { body, release } = await readBody(stream(bytes), encoding, limits, inFlight);
  release();
  return { outcome: 'fault' in body ? body.fault : body.bytes.length, held: inFlight.bytes };
}

describe('readBody', () => {
  test('takes a body of the largest size and refuses one byte more', async () => {
    expect(await read(Buffer.alloc(1_000))).toEqual({ outcome: 1_000, held: 0 });
    expect(await read(Buffer.alloc(1_001))).toEqual({ outcome: 'too_large', held: 0 });
  });

  test('takes gzip off up to the same size; a bomb is refused without being expanded', async () => {
    expect(await read(gzipSync(Buffer.alloc(1_000)), 'gzip')).toEqual({ outcome: 1_000, held: 0 });
    expect(await read(gzipSync(Buffer.alloc(1_001)), 'gzip')).toEqual({ outcome: 'too_large', held: 0 });
    expect((await read(gzipSync(Buffer.alloc(50_000)), 'gzip')).outcome).toBe('too_large');
  });

  test('refuses a compressed body past its own limit', async () => {
    const noise = Buffer.from(Array.from({ length: 200 }, (_, index) => (index * 97 + index ** 3) % 251));
    expect((await read(gzipSync(noise), 'gzip')).outcome).toBe('too_large');
  });

  test.each(['deflate', 'br', 'zstd', 'gzip, gzip'])('refuses the encoding %s', async (encoding) => {
    expect((await read(Buffer.from('x'), encoding)).outcome).toBe('unsupported_encoding');
  });

  test('says damaged gzip', async () => {
    expect((await read(Buffer.from('no gzip'), 'gzip')).outcome).toBe('damaged');
    expect((await read(gzipSync('x'.repeat(500)).subarray(0, 20), 'gzip')).outcome).toBe('damaged');
  });

  test('is busy while others hold too much, and holds nothing itself', async () => {
    const inFlight = { bytes: 1_500 };
    expect(await read(Buffer.alloc(501), undefined, inFlight)).toEqual({ outcome: 'busy', held: 1_500 });
    expect(await read(Buffer.alloc(500), undefined, inFlight)).toEqual({ outcome: 500, held: 1_500 });
  });
});
