import fc from 'fast-check';
import { compress } from 'snappyjs';
import { describe, expect, test } from 'vitest';
import { INGEST_LIMITS } from '../limits.ts';
import { bytesField, numberField } from '../protobuf/writer.ts';
import { readJson } from './from-json.ts';
import { readProtobuf } from './from-protobuf.ts';
import { readLabels } from './labels.ts';
import { unsnappy } from './snappy.ts';
import { itemsOf } from './to-item.ts';

const MAX = 1024 ** 2;

describe('unsnappy', () => {
  test('property: takes off what another implementation put on', () => {
    const repeating = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 3_000 }));
    fc.assert(
      fc.property(fc.array(repeating, { maxLength: 4 }), (parts) => {
        const content = Buffer.concat(parts.flatMap(([part, times]) => Array.from({ length: times }, () => part)));
        expect(unsnappy(Buffer.from(compress(content)), MAX)).toEqual(content);
      }),
      { numRuns: 50 },
    );
  });

  test('a copy may reach into what it writes', () => {
    // 10 bytes: literal 'ab', then a copy of 8 from 2 back.
    expect(String(unsnappy(Buffer.from([10, 0x04, 97, 98, 0x11, 2]), MAX))).toBe('ababababab');
  });

  test('content as long as the limit, and one byte more', () => {
    const block = Buffer.from(compress(Buffer.alloc(1_000, 'x')));
    expect(unsnappy(block, 1_000)).toHaveLength(1_000);
    expect(unsnappy(block, 999)).toBe('too_large');
  });

  test('property: any bytes are content of the length they say, or damaged', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const read = unsnappy(Buffer.from(bytes), 4_096);
        expect(Buffer.isBuffer(read) || read === 'damaged' || read === 'too_large').toBe(true);
      }),
      { numRuns: 5_000 },
    );
    for (const bytes of [[], [5, 0x10], [4, 0x05, 1], [2, 0x00, 97], [0xff, 0xff, 0xff, 0xff, 0xff, 0xff]])
      expect(unsnappy(Buffer.from(bytes), MAX)).toMatch(/damaged|too_large/);
  });
});

describe('readLabels', () => {
  test.each([
    ['{}', {}],
    ['{job="sshd"}', { job: 'sshd' }],
    ['{ job = "a,b}" , host="q\\"\\\\x\\n\\x41", }', { job: 'a,b}', host: 'q"\\x\nA' }],
    ['{raw=`a\\b`}', { raw: 'a\\b' }],
  ])('%s', (text, labels) => {
    expect(Object.fromEntries(readLabels(text) ?? [['failed', '']])).toEqual(labels);
  });

  test.each(['', 'job="x"', '{job="x"', '{job="x"} more', '{job=x}', '{="x"}', '{job="x" host="y"}'])(
    'none: %s',
    (text) => {
      expect(readLabels(text)).toBeUndefined();
    },
  );
});

const LINE = 'Failed password for kim';
const pair = (name: string, value: string) => Buffer.concat([bytesField(1, name), bytesField(2, value)]);
const entry = (line: string) =>
  Buffer.concat([
    bytesField(1, Buffer.concat([numberField(1, 1_772_323_201), numberField(2, 500_000_000)])),
    bytesField(2, line),
    bytesField(3, pair('trace_id', 'abc')),
  ]);
const push = (labels: string, ...entries: Buffer[]) =>
  bytesField(1, Buffer.concat([bytesField(1, labels), ...entries.map((one) => bytesField(2, one))]));

describe('a push', () => {
  test('protobuf and JSON of the same push give the same records', () => {
    const json = {
      streams: [
        { stream: { job: 'sshd', host: 'web-1' }, values: [['1772323201500000000', LINE, { trace_id: 'abc' }]] },
      ],
    };
    const items = itemsOf(readProtobuf(push('{job="sshd", host="web-1"}', entry(LINE))), INGEST_LIMITS);
    expect(items).toEqual(itemsOf(readJson(JSON.stringify(json)) ?? [], INGEST_LIMITS));
    expect(items).toEqual([
      {
        record: LINE,
        meta: {
          time: '2026-03-01T00:00:01.500Z',
          ecs: { 'trace.id': 'abc', 'host.name': 'web-1' },
          fields: { job: 'sshd' },
        },
      },
    ]);
  });

  test('what cannot be read concerns itself alone', () => {
    const values = [['no time', 'a'], ['1', 7], 'text', ['1', 'b', { a: [] }], ['1', 'sound']];
    const items = itemsOf(readJson(JSON.stringify({ streams: [{ stream: {}, values }] })) ?? [], INGEST_LIMITS);
    expect(items.map(({ record, meta }) => [record, meta?.rejected])).toEqual([
      ['a', 'invalid_record'],
      ['["1",7]', 'invalid_record'],
      ['"text"', 'invalid_record'],
      ['b', 'invalid_record'],
      ['sound', undefined],
    ]);
    const streams = readProtobuf(
      Buffer.concat([push('no labels', entry('a')), push('{}', Buffer.from([0x0a]), entry('b'))]),
    );
    expect(itemsOf(streams, INGEST_LIMITS)).toMatchObject([
      { record: 'no labels\na', meta: { rejected: 'invalid_record' } },
      { meta: { rejected: 'invalid_record' } },
      { record: 'b' },
    ]);
  });

  test('the longest line with its labels is taken, and one character more is not', () => {
    const limits = { ...INGEST_LIMITS, recordChars: 20 };
    const rejected = (line: string) =>
      itemsOf(
        readJson(JSON.stringify({ streams: [{ stream: { job: 'sshd' }, values: [['1', line]] }] })) ?? [],
        limits,
      )[0]?.meta?.rejected;
    expect([rejected('x'.repeat(13)), rejected('x'.repeat(14))]).toEqual([undefined, 'record_too_long']);
  });

  test.each([
    '',
    '[]',
    '{}',
    '{"streams":{}}',
    '{"streams":[{"stream":{}}]}',
    '{"streams":[{"stream":[],"values":[]}]}',
  ])('%j is no push', (text) => {
    expect(readJson(text)).toBeUndefined();
  });
});
