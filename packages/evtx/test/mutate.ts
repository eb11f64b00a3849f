import { CHUNK_BYTES, CHUNK_HEADER_BYTES, FILE_HEADER_BYTES } from '../layout.ts';
import { seal } from './writer.ts';

/** A repeatable source of numbers in [0, 1) (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 0x1_0000_0000;
  };
}

const TOKENS = [0x00, 0x01, 0x02, 0x03, 0x04, 0x05, 0x06, 0x0c, 0x0d, 0x0e, 0x0f, 0x21, 0x41, 0x46, 0x81, 0x93, 0xff];
const SIZES = [0, 1, 4, 0x7f, 0xff, 0x100, 0x200, 0x7fff, 0xffff, 0x1_0000, 0x7fff_ffff, 0xffff_ffff];

/**
 * Changes a log of whole chunks as accidents and attackers do: bits, tokens, sizes and offsets, blocks moved over
 * others, ends cut off. Mostly inside the records, and mostly with the checksums made right again, so that the change
 * reaches the decoder.
 *
 * @returns a new file
 */
export function mutate(file: Buffer, random: () => number): Buffer {
  const out = Buffer.from(file);
  const below = (limit: number): number => Math.floor(random() * limit);
  const chunk = FILE_HEADER_BYTES + CHUNK_BYTES * below(Math.floor((out.length - FILE_HEADER_BYTES) / CHUNK_BYTES));
  const free = Math.min(CHUNK_BYTES, Math.max(out.readUInt32LE(chunk + 48), CHUNK_HEADER_BYTES + 64));
  const inRecords = (room: number): number => chunk + CHUNK_HEADER_BYTES + below(free - CHUNK_HEADER_BYTES - room);
  for (let changes = 1 + below(8); changes > 0; changes--) {
    switch (below(7)) {
      case 0:
        out[random() < 0.9 ? inRecords(1) : below(out.length)]! ^= 1 << below(8);
        break;
      case 1:
        out[inRecords(1)] = TOKENS[below(TOKENS.length)]!;
        break;
      case 2:
        out.writeUInt16LE(SIZES[below(SIZES.length)]! & 0xffff, inRecords(2));
        break;
      case 3:
        out.writeUInt32LE(SIZES[below(SIZES.length)]!, inRecords(4));
        break;
      case 4:
        // An offset to anywhere in the chunk: names and templates are found this way.
        out.writeUInt32LE(below(CHUNK_BYTES), inRecords(4));
        break;
      case 5: {
        const length = 1 + below(512);
        const from = chunk + below(CHUNK_BYTES - length);
        out.copy(out, inRecords(Math.min(length, free - CHUNK_HEADER_BYTES - 1)), from, from + length);
        break;
      }
      default:
        out.writeUInt32LE(below(CHUNK_BYTES), chunk + [44, 48, 128, 384][below(4)]!);
    }
  }
  if (random() < 0.8) {
    const end = out.readUInt32LE(chunk + 48);
    const sealed = random() < 0.5 ? free : Math.min(end, CHUNK_BYTES);
    seal(out.subarray(chunk, chunk + CHUNK_BYTES), Math.max(sealed, CHUNK_HEADER_BYTES));
  }
  return random() < 0.05 ? out.subarray(0, below(out.length)) : out;
}
