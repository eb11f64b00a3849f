import { describe, expect, test } from 'vitest';
import { ChunkContext } from './binxml/chunk-context.ts';
import { NameTable } from './binxml/names.ts';
import { SharedTemplates } from './binxml/shared-templates.ts';
import { operationWork, valueWork } from './binxml/work.ts';
import { type EvtxItem, readChunk } from './index.ts';
import { CHUNK_HEADER_BYTES } from './layout.ts';
import { LIMITS } from './limits.ts';
import { type Element, element, type Instance, sub, utf16 } from './test/binxml.ts';
import { chunkOf, type RecordSpec, seal } from './test/writer.ts';
import { ansiDecoder } from './values/ansi.ts';
import { ARRAY, TYPE } from './values/types.ts';

const read = (...roots: (Element | Instance)[]): EvtxItem[] => readChunk(chunkOf(roots.map((root) => ({ root }))));
const verdicts = (items: readonly EvtxItem[]): string[] =>
  items.map((item) => (item.kind === 'record' ? 'record' : item.code));

describe('limits: the last accepted and the first rejected', () => {
  test('elements inside each other', () => {
    const deep = (levels: number): Element => element('e', {}, ...(levels > 1 ? [deep(levels - 1)] : []));
    expect(verdicts(read(deep(LIMITS.elementDepth)))).toEqual(['record']);
    expect(verdicts(read(deep(LIMITS.elementDepth + 1)))).toEqual(['binxml_depth']);
  });

  test('BinXML inside BinXML', () => {
    const template = element('e', {}, sub(0));
    const deep = (levels: number): Instance => ({ template, values: levels > 0 ? [deep(levels - 1)] : [] });
    expect(verdicts(read(deep(LIMITS.nestingDepth)))).toEqual(['record']);
    expect(verdicts(read(deep(LIMITS.nestingDepth + 1)))).toEqual(['binxml_depth']);
  });

  test('length of a name', () => {
    expect(verdicts(read(element('n'.repeat(LIMITS.nameUnits))))).toEqual(['record']);
    expect(verdicts(read(element('n'.repeat(LIMITS.nameUnits + 1))))).toEqual(['binxml_name']);
  });

  test('work of one record', () => {
    const copies = 128;
    const template = element('e', {}, ...Array.from({ length: copies }, () => sub(0)));
    const of = (bytes: number): Instance => ({ template, values: [{ type: TYPE.binary, bytes: Buffer.alloc(bytes) }] });
    const fixed = operationWork(copies + 3, '<e></e>'.length);
    const most = Math.floor((LIMITS.recordWork - fixed) / copies) - valueWork(TYPE.binary, 0);
    expect(verdicts(read(of(most)))).toEqual(['record']);
    expect(verdicts(read(of(most + 1)))).toEqual(['binxml_work']);
  });

  test('work of one record: nesting that multiplies', () => {
    const template = element('e', {}, ...Array.from({ length: 40 }, () => sub(0)));
    const deep = (levels: number): Instance => ({ template, values: levels > 0 ? [deep(levels - 1)] : [] });
    expect(verdicts(read(deep(1)))).toEqual(['record']);
    expect(verdicts(read(deep(2)))).toEqual(['binxml_work']);
  });

  test('work of one record: an array that repeats a long attribute', () => {
    const many = { type: TYPE.uint8 | ARRAY, bytes: Buffer.alloc(10_000, 1) };
    const of = (attribute: string): Instance => ({
      template: element('e', {}, element('i', { a: sub(1) }, sub(0))),
      values: [many, utf16(attribute)],
    });
    expect(verdicts(read(of('x'.repeat(50))))).toEqual(['record']);
    expect(verdicts(read(of('x'.repeat(5_000))))).toEqual(['binxml_work']);
  });

  test('work of one chunk: the records before the limit are read, those past it reported', () => {
    const template = element('e', {}, ...Array.from({ length: 500 }, () => sub(0)));
    const bytes = 5_000;
    const one: Instance = { template, values: [utf16('x'.repeat(bytes / 2))] };
    const found = verdicts(read(...Array.from({ length: 12 }, () => one)));
    const work = 500 * valueWork(TYPE.string, bytes) + operationWork(503, '<e></e>'.length);
    const most = Math.floor(LIMITS.chunkWork / work);
    expect(found).toEqual([...Array(most).fill('record'), ...Array(12 - most).fill('binxml_work')]);
  });

  test('template definitions that overlap', () => {
    const bytes = Buffer.alloc(65_536);
    const size = LIMITS.templateBytesPerChunk / 8;
    for (let at = 0; at < bytes.length; at += 4) bytes.writeUInt32LE(size, at);
    const chunk = new ChunkContext(bytes, ansiDecoder('windows-1252'));
    const found = Array.from({ length: 9 }, (_, i) => chunk.template(4 * i));
    expect(found.slice(0, 8)).not.toContain('binxml_work');
    expect(found[8]).toBe('binxml_work');
  });

  test('templates kept for the next chunk', () => {
    const shared = new SharedTemplates();
    const size = LIMITS.sharedTemplateBytes / 4;
    const bytes = Buffer.alloc(size);
    const names = new NameTable(bytes);
    const program = { ops: [], fixedWork: 0, uses: [], repeats: [], end: 0 };
    const kept = (key: string): boolean => shared.find(key, bytes, names, 0) !== undefined;
    for (const key of ['a', 'b', 'c', 'd']) shared.add(key, bytes, names, 0, size, program, []);
    expect(kept('a')).toBe(true);
    shared.add('e', bytes, names, 0, size, program, []);
    expect([kept('a'), kept('b'), kept('e')]).toEqual([false, true, true]);
  });

  test('variants of one template', () => {
    const shared = new SharedTemplates();
    const program = { ops: [], fixedWork: 0, uses: [], repeats: [], end: 0 };
    const variants = Array.from({ length: LIMITS.sharedTemplateVariants + 1 }, (_, i) => Buffer.alloc(8, i));
    for (const bytes of variants) shared.add('key', bytes, new NameTable(bytes), 0, 8, program, []);
    const kept = variants.map((bytes) => shared.find('key', bytes, new NameTable(bytes), 0) !== undefined);
    expect(kept).toEqual([false, ...Array(LIMITS.sharedTemplateVariants).fill(true)]);
  });
});

describe('a forged template', () => {
  test('with the GUID and size of another is compiled for itself', () => {
    const record = (text: string): RecordSpec => ({ root: { template: element('e', {}, text), values: [] } });
    const texts = ['sound', 'faked'].map((text) => {
      const [item] = readChunk(chunkOf([record(text)]));
      return item?.kind === 'record' ? item.json() : item;
    });
    expect(texts).toEqual([{ e: 'sound' }, { e: 'faked' }]);
  });
});

describe('hostile slack', () => {
  test('record heads inside each other are given up on, not searched without end', () => {
    const chunk = chunkOf([{ root: element('e') }]);
    const start = CHUNK_HEADER_BYTES + chunk.readUInt32LE(CHUNK_HEADER_BYTES + 4);
    for (let at = start; at + 8 <= chunk.length; at += 8) {
      chunk.write('**\0\0', at, 'latin1');
      chunk.writeUInt32LE(chunk.length - at, at + 4);
    }
    const items = readChunk(seal(chunk, start), { chunk: 0, offset: 0 }, { slack: true });
    expect(verdicts(items)).toEqual(['record']);
  });
});
