import { crc32 } from 'node:zlib';
import { CHUNK_BYTES, CHUNK_HEADER_BYTES, FILE_HEADER_BYTES } from '../layout.ts';
import { BinXmlWriter, type Element, type Instance } from './binxml.ts';

/** 2013-10-23T16:22:39.9735001Z */
const WRITTEN = 130_270_189_599_735_001n;

export interface RecordSpec {
  readonly id?: number;
  readonly time?: bigint;
  readonly root: Element | Instance;
}

/** A chunk of 65,536 bytes with right checksums. */
export function chunkOf(records: readonly RecordSpec[]): Buffer {
  const chunk = Buffer.alloc(CHUNK_BYTES);
  const names = new Map<string, number>();
  const templates = new Map<Element, number>();
  let at = CHUNK_HEADER_BYTES;
  let last = 0;
  records.forEach(({ id, time, root }, i) => {
    const writer = new BinXmlWriter(at + 24, names, templates);
    writer.root(root);
    const size = 24 + writer.bytes.length + 4;
    chunk.write('**\0\0', at, 'latin1');
    chunk.writeUInt32LE(size, at + 4);
    chunk.writeBigUInt64LE(BigInt(id ?? i + 1), at + 8);
    chunk.writeBigUInt64LE(time ?? WRITTEN, at + 16);
    Buffer.from(writer.bytes).copy(chunk, at + 24);
    chunk.writeUInt32LE(size, at + size - 4);
    last = at;
    at += size;
  });
  chunk.write('ElfChnk\0', 0, 'latin1');
  chunk.writeBigUInt64LE(1n, 8);
  chunk.writeBigUInt64LE(BigInt(records.length), 16);
  chunk.writeUInt32LE(128, 40);
  chunk.writeUInt32LE(last, 44);
  return seal(chunk, at);
}

/** Writes the end of the records and both checksums into a chunk. */
export function seal(chunk: Buffer, free: number): Buffer {
  chunk.writeUInt32LE(free, 48);
  chunk.writeUInt32LE(crc32(chunk.subarray(CHUNK_HEADER_BYTES, free)), 52);
  chunk.writeUInt32LE(crc32(chunk.subarray(128, CHUNK_HEADER_BYTES), crc32(chunk.subarray(0, 120))), 124);
  return chunk;
}

/** A whole log; `listed` is the number of chunks that its header claims. */
export function fileOf(
  chunks: readonly Buffer[],
  { dirty = false, listed = chunks.length }: { dirty?: boolean; listed?: number } = {},
): Buffer {
  const header = Buffer.alloc(FILE_HEADER_BYTES);
  header.write('ElfFile\0', 0, 'latin1');
  header.writeUInt32LE(128, 32);
  header.writeUInt16LE(1, 36);
  header.writeUInt16LE(3, 38);
  header.writeUInt16LE(FILE_HEADER_BYTES, 40);
  header.writeUInt16LE(listed, 42);
  header.writeUInt32LE(dirty ? 1 : 0, 120);
  header.writeUInt32LE(crc32(header.subarray(0, 120)), 124);
  return Buffer.concat([header, ...chunks]);
}
