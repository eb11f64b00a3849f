import { CHUNK_BYTES, CHUNK_HEADER_BYTES } from '../layout.ts';
import { ARRAY, TYPE } from '../values/types.ts';
import { type Content, type Element, element, sub, type Value } from './binxml.ts';
import { chunkOf } from './writer.ts';

const RECORD_BYTES = 24 + 4 + 10 + 4 + 1 + 4;

/** A chunk of as many records as fit, all of one template with one value: the most work for the least bytes. */
function flood(content: readonly Content[], templateBytes: number, value: Value): Buffer {
  const template: Element = element('E', {}, ...content);
  const room = CHUNK_BYTES - CHUNK_HEADER_BYTES - templateBytes - 200;
  const each = RECORD_BYTES + 4 + value.bytes.length;
  const count = Math.max(1, Math.floor(room / each));
  return chunkOf(Array.from({ length: count }, () => ({ root: { template, values: [value] } })));
}

const repeated = (piece: Content, times: number): Content[] => Array.from({ length: times }, () => piece);
const text = (bytes: number): Value => ({ type: TYPE.string, bytes: Buffer.alloc(bytes, 'x\0') });

/** Chunks made to cost the most: templates far larger than the records that call for them. */
export const CRAFTED: Readonly<Record<string, () => Buffer>> = {
  'equal names': () => flood(repeated(element('a'), 2_500), 33_000, text(2)),
  'different names': () =>
    flood(
      Array.from({ length: 1_200 }, (_, i) => element(`n${i}`)),
      42_000,
      text(2),
    ),
  'null values': () => flood(repeated(sub(0), 8_000), 33_000, { type: TYPE.null, bytes: Buffer.alloc(0) }),
  'short strings': () => flood(repeated(sub(0), 8_000), 33_000, text(2)),
  'long strings': () => flood(repeated(sub(0), 8_000), 33_000, text(20_000)),
  'text elements': () => flood(repeated(element('a', {}, sub(0)), 1_900), 34_000, text(2)),
  '8-bit text': () => flood(repeated(sub(0), 8_000), 33_000, { type: TYPE.ansiString, bytes: Buffer.from([0xe9]) }),
  SIDs: () =>
    flood(repeated(sub(0), 8_000), 33_000, {
      type: TYPE.sid,
      bytes: Buffer.concat([Buffer.from([1, 15]), Buffer.alloc(66, 255)]),
    }),
  'array items': () =>
    flood(repeated(element('a', {}, sub(0)), 900), 16_500, {
      type: TYPE.uint8 | ARRAY,
      bytes: Buffer.alloc(40_000, 7),
    }),
  'unnamed data': () => flood(repeated(element('Data', {}, sub(0)), 1_900), 34_000, text(2)),
  'empty strings in an array': () =>
    flood(repeated(element('a', {}, sub(0)), 1_900), 34_000, {
      type: TYPE.string | ARRAY,
      bytes: Buffer.alloc(25_000),
    }),
};
