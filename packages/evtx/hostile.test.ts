import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readChunk, readEvtxBytes } from './index.ts';
import { CHUNK_BYTES } from './layout.ts';
import { LIMITS } from './limits.ts';
import { type Content, type Element, element, type Instance, sub, utf16, value } from './test/binxml.ts';
import { CRAFTED } from './test/crafted.ts';
import { mutate, randomFrom } from './test/mutate.ts';
import { chunkOf, fileOf } from './test/writer.ts';
import { xmlFields } from './test/xml-fields.ts';
import { ARRAY, TYPE } from './values/types.ts';

const nested: Instance = {
  template: element('UserData', { v: sub(0) }, element('Data', { Name: 'deep' }, sub(1, TYPE.string, true))),
  values: [utf16('1'), value(TYPE.null)],
};
const event: Element = element(
  'Event',
  { xmlns: 'urn:e' },
  element(
    'System',
    {},
    element('Provider', { Name: 'P', Guid: sub(0) }),
    element('EventID', { Qualifiers: sub(1) }, sub(2)),
  ),
  element('EventData', {}, element('Data', { Name: 'List' }, sub(3)), element('Data', {}, sub(4)), sub(5)),
);
const full: Instance = {
  template: event,
  values: [
    value(TYPE.guid, ...Array(16).fill(7)),
    value(TYPE.uint16, 1, 0),
    value(TYPE.uint16, 2, 0),
    { type: TYPE.string | ARRAY, bytes: utf16('a\0b\0').bytes },
    value(TYPE.sid, 1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0),
    nested,
  ],
};
const plain = element('Event', {}, element('System', {}, element('EventID', {}, '7')), { entity: 'amp' } as Content);
const base = fileOf([chunkOf(Array.from({ length: 30 }, (_, i) => ({ root: i % 5 === 4 ? plain : full })))]);

/** Everything a reader can be made to do with a file; answers how much came out. */
function readAll(file: Uint8Array, slack: boolean): { items: number; characters: number } {
  let items = 0;
  let characters = 0;
  for (const item of readEvtxBytes(file, { slack })) {
    items++;
    if (item.kind === 'damage') continue;
    characters += JSON.stringify(item.json()).length + item.xml().length;
    expect(item.timestamp).toMatch(/^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{7}Z$/);
  }
  return { items, characters };
}

describe('hostile files', () => {
  test('the sound file gives all its records', () => {
    const items = [...readEvtxBytes(base)];
    expect(items.map(({ kind }) => kind)).toEqual(Array(30).fill('record'));
  });

  test('2,000 mutated files are read to their end, with bounded output', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const { items, characters } = readAll(mutate(base, randomFrom(seed)), seed % 3 === 0);
      expect(items).toBeLessThan(CHUNK_BYTES / 8);
      expect(characters).toBeLessThan(4 * LIMITS.chunkWork);
    }
  });

  test('random bytes behind a chunk signature', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 0, maxLength: 4_096 }), fc.boolean(), (bytes, slack) => {
        const chunk = chunkOf([]);
        chunk.set(bytes, 512);
        readAll(fileOf([chunk]), slack);
      }),
      { numRuns: 300 },
    );
  });

  test.each(Object.keys(CRAFTED))('crafted: %s stays inside the work limit', (name) => {
    const items = readChunk(CRAFTED[name]!());
    expect(items.some((item) => item.kind === 'damage' && item.code === 'binxml_work')).toBe(true);
    for (const item of items) if (item.kind === 'record') expect(item.xml().length).toBeLessThan(LIMITS.recordWork);
  });

  test('whatever text comes in, the XML is well-formed and JSON keeps the text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.string({ unit: 'binary', maxLength: 20 }),
        (text, name) => {
          const root: Instance = {
            template: element('E', {}, element('D', { a: sub(0) }, sub(0)), element(name === '' ? 'n' : name)),
            values: [{ type: TYPE.string, bytes: utf16(text).bytes }],
          };
          const [item] = readChunk(chunkOf([{ root }]));
          if (item?.kind !== 'record') throw new Error('no record');
          const fields = xmlFields(item.xml());
          expect(fields.slice(0, 2).map(([path]) => path)).toEqual(['E/D@a', 'E/D']);
          expect(fields).toHaveLength(3);
          const json = item.json() as { E: { D: { '#text': string } } };
          expect(json.E.D['#text']).toBe(text.replace(/\0+$/, ''));
        },
      ),
    );
  });
});
