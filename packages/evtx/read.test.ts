import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { type EvtxItem, type EvtxOptions, type EvtxSource, readChunk, readEvtx, readEvtxBytes } from './index.ts';
import { CHUNK_BYTES, CHUNK_HEADER_BYTES, FILE_HEADER_BYTES } from './layout.ts';
import { element, sub } from './test/binxml.ts';
import { chunkOf, fileOf, type RecordSpec, seal } from './test/writer.ts';
import { TYPE } from './values/types.ts';

const root = (text: string) => element('Event', {}, element('A', {}, text));
const records = (...ids: number[]): RecordSpec[] => ids.map((id) => ({ id, root: root(`record ${id}`) }));
const twoChunks = (): Buffer[] => [chunkOf(records(1, 2, 3)), chunkOf(records(4, 5))];

/** Records by identifier, `!` behind those that are not intact; damage by code. */
const brief = (items: Iterable<EvtxItem>): string[] =>
  [...items].map((item) =>
    item.kind === 'damage' ? item.code : `${item.recordId}${item.intact ? '' : '!'}${item.slack ? 's' : ''}`,
  );
async function all(source: EvtxSource, options?: EvtxOptions): Promise<string[]> {
  const items: EvtxItem[] = [];
  for await (const item of readEvtx(source, options)) items.push(item);
  return brief(items);
}
/** Offset in a chunk of the record with this number, from 0. */
function recordAt(chunk: Buffer, number: number): number {
  let at = CHUNK_HEADER_BYTES;
  for (let i = 0; i < number; i++) at += chunk.readUInt32LE(at + 4);
  return at;
}
const freeOf = (chunk: Buffer): number => chunk.readUInt32LE(48);

describe('sources', () => {
  const file = fileOf(twoChunks());

  test('bytes, blocks of any size and a path give the same', async () => {
    async function* blocks(size: number): AsyncGenerator<Uint8Array> {
      for (let at = 0; at < file.length; at += size) yield file.subarray(at, at + size);
    }
    const folder = await mkdtemp(path.join(tmpdir(), 'haechi-evtx-'));
    await writeFile(path.join(folder, 'a.evtx'), file);
    const expected = ['1', '2', '3', '4', '5'];
    expect(brief(readEvtxBytes(file))).toEqual(expected);
    expect(await all(file)).toEqual(expected);
    for (const size of [7_000, 65_537, 1_000_000]) expect(await all(blocks(size))).toEqual(expected);
    expect(await all(path.join(folder, 'a.evtx'))).toEqual(expected);
    await rm(folder, { recursive: true });
  });

  test('a missing file throws what the system says', async () => {
    await expect(all('/does/not/exist.evtx')).rejects.toThrow('ENOENT');
  });

  test('a record tells where it is', () => {
    const [, , , fourth] = [...readEvtxBytes(file)];
    expect(fourth).toMatchObject({
      kind: 'record',
      recordId: 4,
      chunk: 1,
      offset: FILE_HEADER_BYTES + CHUNK_BYTES + CHUNK_HEADER_BYTES,
      timestamp: '2013-10-23T16:22:39.9735001Z',
      intact: true,
      slack: false,
    });
    if (fourth?.kind === 'record') expect(Buffer.from(fourth.bytes()).toString('latin1')).toMatch(/^\*\*\0\0/);
  });

  test('a chunk alone', () => {
    expect(brief(readChunk(chunkOf(records(9))))).toEqual(['9']);
  });
});

describe('file header', () => {
  test('unused chunks are no damage', () => {
    const file = fileOf([...twoChunks(), Buffer.alloc(CHUNK_BYTES)], { listed: 2 });
    expect(brief(readEvtxBytes(file))).toEqual(['1', '2', '3', '4', '5']);
  });

  test('dirty: the number of chunks is not believed', () => {
    expect(brief(readEvtxBytes(fileOf(twoChunks(), { dirty: true, listed: 1 })))).toEqual(['1', '2', '3', '4', '5']);
  });

  test('clean: more chunks than listed are read and reported', () => {
    expect(brief(readEvtxBytes(fileOf(twoChunks(), { listed: 1 })))).toEqual([
      '1',
      '2',
      '3',
      'chunk_unlisted',
      '4',
      '5',
    ]);
  });

  test('clean: fewer chunks than listed', () => {
    expect(brief(readEvtxBytes(fileOf(twoChunks(), { listed: 3 }))).at(-1)).toBe('file_truncated');
  });

  test('a wrong checksum or signature is reported, the chunks are read', () => {
    const checksum = fileOf(twoChunks());
    checksum[8]! ^= 1;
    expect(brief(readEvtxBytes(checksum))[0]).toBe('file_header_checksum');
    const signature = fileOf(twoChunks());
    signature[0]! ^= 1;
    expect(brief(readEvtxBytes(signature))).toEqual(['file_header_signature', '1', '2', '3', '4', '5']);
  });

  test('carved: a file that begins with a chunk', () => {
    expect(brief(readEvtxBytes(chunkOf(records(1))))).toEqual(['1']);
  });

  test('no log at all, and nothing at all', () => {
    expect(brief(readEvtxBytes(Buffer.from('hello')))).toEqual(['file_header_signature']);
    expect(brief(readEvtxBytes(Buffer.alloc(0)))).toEqual([]);
    expect(brief(readEvtxBytes(fileOf([]).subarray(0, 100)))).toEqual(['file_truncated']);
  });
});

describe('damaged chunks', () => {
  test('wrong header checksum: records are salvaged and marked', () => {
    const [first, second] = twoChunks();
    first![130]! ^= 1;
    expect(brief(readEvtxBytes(fileOf([first!, second!])))).toEqual([
      'chunk_header_checksum',
      '1!',
      '2!',
      '3!',
      '4',
      '5',
    ]);
  });

  test('wrong data checksum: an altered record is not passed off as sound', () => {
    const [first, second] = twoChunks();
    first![recordAt(first!, 1) + 16]! ^= 1;
    expect(brief(readEvtxBytes(fileOf([first!, second!])))).toEqual([
      'chunk_data_checksum',
      '1!',
      '2!',
      '3!',
      '4',
      '5',
    ]);
  });

  test('lost signature: the chunk is reported, its records are salvaged', () => {
    const [first, second] = twoChunks();
    first!.fill(0, 0, 8);
    expect(brief(readEvtxBytes(fileOf([first!, second!])))).toEqual(['chunk_signature', '1!', '2!', '3!', '4', '5']);
  });

  test('a record that is overwritten is passed over, with its place', () => {
    const [first, second] = twoChunks();
    const from = recordAt(first!, 1);
    const to = recordAt(first!, 2);
    first!.fill(0xee, from, to);
    const items = [...readEvtxBytes(fileOf([seal(first!, freeOf(first!)), second!]))];
    expect(brief(items)).toEqual(['1', 'record_signature', '3', '4', '5']);
    expect(items[1]).toMatchObject({ chunk: 0, offset: FILE_HEADER_BYTES + from, bytes: to - from });
  });

  test('a record whose sizes disagree is passed over, with its identifier', () => {
    const chunk = chunkOf(records(1, 2, 3));
    chunk[recordAt(chunk, 1) + 4]! += 8;
    const items = [...readEvtxBytes(fileOf([seal(chunk, freeOf(chunk))]))];
    expect(brief(items)).toEqual(['1', 'record_size', '3']);
    expect(items[1]).toMatchObject({ recordId: 2 });
  });

  test('a record whose BinXML is broken is passed over, the next ones are read', () => {
    const chunk = chunkOf(records(1, 2, 3));
    chunk[recordAt(chunk, 1) + 24 + 4] = 0x1e;
    const items = [...readEvtxBytes(fileOf([seal(chunk, freeOf(chunk))]))];
    expect(brief(items)).toEqual(['1', 'binxml_token', '3']);
  });

  test('cut in the middle of a record: whole records are given', () => {
    const [first, second] = twoChunks();
    const file = fileOf([first!, second!.subarray(0, recordAt(second!, 1) + 10)]);
    expect(brief(readEvtxBytes(file))).toEqual(['1', '2', '3', 'chunk_truncated', '4!']);
    expect(brief(readEvtxBytes(fileOf([first!, second!.subarray(0, 100)])))).toEqual([
      '1',
      '2',
      '3',
      'chunk_truncated',
    ]);
  });

  test('bytes lost or added between chunks: the next signature is found', () => {
    const [first, second] = twoChunks();
    const short = fileOf([first!.subarray(0, 50_000), second!]);
    expect(brief(readEvtxBytes(short))).toEqual(['chunk_truncated', '1', '2', '3', '4', '5']);
    const shifted = fileOf([first!, Buffer.alloc(512, 7), second!], { listed: 2 });
    expect(brief(readEvtxBytes(shifted))).toEqual(['1', '2', '3', 'chunk_truncated', 'chunk_signature', '4', '5']);
  });

  test('a chunk logged as content does not hide the records behind it', () => {
    const lure = { type: TYPE.binary, bytes: chunkOf(records(66)).subarray(0, 2_000) };
    const template = element('Event', {}, sub(0));
    const chunk = chunkOf([
      { id: 1, root: { template, values: [lure] } },
      { id: 2, root: root('behind') },
    ]);
    expect(brief(readEvtxBytes(fileOf([chunk])))).toEqual(['1', '2']);
  });

  test('end of records outside of the chunk', () => {
    const chunk = chunkOf(records(1, 2));
    const sealed = seal(chunk, CHUNK_BYTES);
    expect(brief(readChunk(sealed))).toEqual(['1', '2']);
    const wrong = chunkOf(records(1, 2));
    seal(wrong, freeOf(wrong));
    wrong.writeUInt32LE(70_000, 48);
    expect(brief(readChunk(wrong))).toEqual(['chunk_header_checksum', '1!', '2!']);
    wrong.writeUInt32LE(crc32(wrong.subarray(128, CHUNK_HEADER_BYTES), crc32(wrong.subarray(0, 120))), 124);
    expect(brief(readChunk(wrong))).toEqual(['chunk_free_space', '1!', '2!']);
  });
});

describe('slack', () => {
  const chunk = chunkOf(records(1, 2, 3));
  seal(chunk, recordAt(chunk, 1));

  test('is left alone by default', () => {
    expect(brief(readChunk(chunk))).toEqual(['1']);
  });

  test('is searched on request', async () => {
    expect(await all(fileOf([chunk]), { slack: true })).toEqual(['1', '2!s', '3!s']);
  });
});
