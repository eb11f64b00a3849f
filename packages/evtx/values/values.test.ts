import { describe, expect, test } from 'vitest';
import { element, sub, utf16, type Value, value } from '../test/binxml.ts';
import { readOne } from '../test/read-one.ts';
import { ARRAY, TYPE } from './types.ts';

const data = element('Event', {}, element('EventData', {}, element('Data', { Name: 'V' }, sub(0))));

/** The value as `json()` has it, and as the text of `xml()`. */
function both(written: Value, ansiEncoding = 'windows-1252'): [unknown, string[]] {
  const record = readOne({ template: data, values: [written] }, { ansiEncoding });
  const json = record.json() as { Event: { EventData: { V: unknown } } };
  const xml = [...record.xml().matchAll(/<Data Name="V">([^<]*)<\/Data>/g)].map((match) => match[1]!);
  return [json.Event.EventData.V, xml];
}

const le = (bytes: number, n: bigint): number[] =>
  Array.from({ length: bytes }, (_, i) => Number((BigInt.asUintN(64, n) >> BigInt(8 * i)) & 0xffn));
const float = (n: number): number[] => [...new Uint8Array(Float32Array.of(n).buffer)];
const double = (n: number): number[] => [...new Uint8Array(Float64Array.of(n).buffer)];
const GUID = [0x5f, 0x38, 0x70, 0x57, 0x2a, 0xc2, 0xe0, 0x43, 0xbf, 0x4c, 0x06, 0xf5, 0x69, 0x8f, 0xfb, 0xd9];
const SYSTEM = [1, 1, 0, 0, 0, 0, 0, 5, 18, 0, 0, 0];
const DOMAIN = [1, 5, 0, 0, 0, 0, 0, 5, 21, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 0xf4, 1, 0, 0];

const cases: [string, Value, unknown, string][] = [
  ['null', value(TYPE.null), null, ''],
  ['string', utf16('한글 <&>'), '한글 <&>', '한글 &lt;&amp;&gt;'],
  ['empty string', utf16(''), '', ''],
  ['string with zeros behind it', utf16('a\0b\0\0'), 'a\0b', 'a\ufffdb'],
  ['string with half a surrogate', utf16('\ud800x'), '\ud800x', '\ufffdx'],
  ['8-bit string', value(TYPE.ansiString, 0x63, 0x61, 0x66, 0xe9, 0), 'café', 'café'],
  ['int8', value(TYPE.int8, 0xff), -1, '-1'],
  ['uint8', value(TYPE.uint8, 0xff), 255, '255'],
  ['int16', value(TYPE.int16, ...le(2, -2n)), -2, '-2'],
  ['uint16', value(TYPE.uint16, 0xfe, 0xff), 65_534, '65534'],
  ['int32', value(TYPE.int32, ...le(4, -3n)), -3, '-3'],
  ['uint32', value(TYPE.uint32, 0xff, 0xff, 0xff, 0xff), 4_294_967_295, '4294967295'],
  ['int64', value(TYPE.int64, ...le(8, -4n)), -4, '-4'],
  ['int64 beyond 2^53', value(TYPE.int64, ...le(8, -(2n ** 63n))), '-9223372036854775808', '-9223372036854775808'],
  ['uint64', value(TYPE.uint64, ...le(8, 2n ** 53n - 1n)), 9_007_199_254_740_991, '9007199254740991'],
  ['uint64 beyond 2^53', value(TYPE.uint64, ...le(8, 2n ** 53n)), '9007199254740992', '9007199254740992'],
  ['real32', value(TYPE.real32, ...float(0.1)), 0.1, '0.1'],
  ['real32 infinite', value(TYPE.real32, ...float(Number.POSITIVE_INFINITY)), '1.#INF', '1.#INF'],
  ['real64', value(TYPE.real64, ...double(-2.5)), -2.5, '-2.5'],
  ['real64 minus zero', value(TYPE.real64, ...double(-0)), -0, '-0'],
  ['real64 not a number', value(TYPE.real64, ...double(Number.NaN)), '-1.#IND', '-1.#IND'],
  ['real64 infinite', value(TYPE.real64, ...double(Number.NEGATIVE_INFINITY)), '-1.#INF', '-1.#INF'],
  ['bool true', value(TYPE.bool, 1, 0, 0, 0), true, 'true'],
  ['bool false', value(TYPE.bool, 0, 0, 0, 0), false, 'false'],
  ['binary', value(TYPE.binary, 0x00, 0xab, 0x10), '00AB10', '00AB10'],
  ['GUID', value(TYPE.guid, ...GUID), '5770385F-C22A-43E0-BF4C-06F5698FFBD9', '{5770385F-C22A-43E0-BF4C-06F5698FFBD9}'],
  ['size of 32 bits', value(TYPE.size, 0x10, 0x27, 0, 0), '0x2710', '0x2710'],
  ['size of 64 bits', value(TYPE.size, ...le(8, 0x1_0000_0002n)), '0x100000002', '0x100000002'],
  [
    'FILETIME',
    value(TYPE.filetime, ...le(8, 130_270_189_599_735_001n)),
    '2013-10-23T16:22:39.9735001Z',
    '2013-10-23T16:22:39.973500100Z',
  ],
  [
    'FILETIME zero',
    value(TYPE.filetime, ...le(8, 0n)),
    '1601-01-01T00:00:00.0000000Z',
    '1601-01-01T00:00:00.000000000Z',
  ],
  [
    'SYSTEMTIME',
    value(TYPE.systemtime, ...le(2, 2020n), 6, 0, 2, 0, 23, 0, 9, 0, 35, 0, 56, 0, 7, 0),
    '2020-06-23T09:35:56.007Z',
    '2020-06-23T09:35:56.007Z',
  ],
  ['SID', value(TYPE.sid, ...SYSTEM), 'S-1-5-18', 'S-1-5-18'],
  ['SID of a domain', value(TYPE.sid, ...DOMAIN), 'S-1-5-21-1-2-3-500', 'S-1-5-21-1-2-3-500'],
  ['SID of a large authority', value(TYPE.sid, 1, 0, 1, 2, 3, 4, 5, 6), 'S-1-0x010203040506', 'S-1-0x010203040506'],
  ['hex32', value(TYPE.hex32, 0xe7, 3, 0, 0), '0x3e7', '0x3e7'],
  ['hex64', value(TYPE.hex64, ...le(8, 0x8020_0000_0000_0000n)), '0x8020000000000000', '0x8020000000000000'],
  ['hex64 small', value(TYPE.hex64, ...le(8, 0x3e7n)), '0x3e7', '0x3e7'],
  ['handle', value(TYPE.handle, 1, 2), '0102', '0102'],
  ['XML text', { type: TYPE.xml, bytes: utf16('<a/>').bytes }, '<a/>', '&lt;a/&gt;'],
  ['unknown type', value(0x7e, 0xca, 0xfe), 'CAFE', 'CAFE'],
  ['size that does not fit the type', value(TYPE.uint32, 1, 2, 3), '010203', '010203'],
  ['SID that does not fit', value(TYPE.sid, 1, 9, 0, 0), '01090000', '01090000'],
];

describe('value types', () => {
  test.each(cases)('%s', (_, written, json, xml) => {
    expect(both(written)).toEqual([json, [xml]]);
  });

  test('8-bit text in the encoding that is asked for', () => {
    expect(both(value(TYPE.ansiString, 0xc7, 0xd1, 0xb1, 0xdb), 'euc-kr')).toEqual(['한글', ['한글']]);
  });
});

describe('arrays', () => {
  const array = (type: number, ...bytes: number[]): Value => value(type | ARRAY, ...bytes);
  const strings = (text: string): Value => ({ type: TYPE.string | ARRAY, bytes: utf16(text).bytes });

  const lists: [string, Value, unknown[], string[]][] = [
    ['strings', strings('a\0\0b\0'), ['a', '', 'b'], ['a', '', 'b']],
    ['strings without the last zero', strings('a\0b'), ['a', 'b'], ['a', 'b']],
    ['8-bit strings', array(TYPE.ansiString, 0x61, 0, 0x62, 0), ['a', 'b'], ['a', 'b']],
    ['int8', array(TYPE.int8, 1, 0xff), [1, -1], ['1', '-1']],
    ['uint16', array(TYPE.uint16, 1, 0, 2, 0), [1, 2], ['1', '2']],
    ['uint32 with bytes left over', array(TYPE.uint32, 1, 0, 0, 0, 9), [1, '09'], ['1', '09']],
    ['int64', array(TYPE.int64, ...le(8, -1n), ...le(8, 2n)), [-1, 2], ['-1', '2']],
    ['real64', array(TYPE.real64, ...double(0.5), ...double(1)), [0.5, 1], ['0.5', '1']],
    ['bool', array(TYPE.bool, 1, 0, 0, 0, 0, 0, 0, 0), [true, false], ['true', 'false']],
    [
      'SIDs',
      array(TYPE.sid, ...SYSTEM, ...DOMAIN),
      ['S-1-5-18', 'S-1-5-21-1-2-3-500'],
      ['S-1-5-18', 'S-1-5-21-1-2-3-500'],
    ],
    ['hex32', array(TYPE.hex32, 1, 0, 0, 0, 255, 0, 0, 0), ['0x1', '0xff'], ['0x1', '0xff']],
    [
      'FILETIMEs',
      array(TYPE.filetime, ...le(8, 0n), ...le(8, 1n)),
      ['1601-01-01T00:00:00.0000000Z', '1601-01-01T00:00:00.0000001Z'],
      ['1601-01-01T00:00:00.000000000Z', '1601-01-01T00:00:00.000000100Z'],
    ],
  ];

  test.each(lists)('%s', (_, written, json, xml) => {
    expect(both(written)).toEqual([json, xml]);
  });

  test('one item stands for itself, none for an empty element', () => {
    expect(both(array(TYPE.uint16, 7, 0))).toEqual([7, ['7']]);
    expect(both(array(TYPE.uint16))).toEqual([null, ['']]);
  });
});
