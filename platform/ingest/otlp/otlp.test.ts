import { describe, expect, test } from 'vitest';
import { INGEST_LIMITS } from '../limits.ts';
import { bytesField, numberField } from '../protobuf/writer.ts';
import { readJson } from './from-json.ts';
import { readProtobuf } from './from-protobuf.ts';
import { itemsOf } from './to-item.ts';

const text = (value: string) => bytesField(1, value);
const pair = (key: string, value: Buffer) => Buffer.concat([bytesField(1, key), bytesField(2, value)]);
const fixed64 = (field: number, value: bigint) => {
  const bytes = Buffer.alloc(9);
  bytes[0] = field * 8 + 1;
  bytes.writeBigUInt64LE(value, 1);
  return bytes;
};
const request = (...records: Buffer[]) =>
  bytesField(
    1,
    Buffer.concat([
      bytesField(1, bytesField(1, pair('service.name', text('shop')))),
      bytesField(
        2,
        Buffer.concat([bytesField(1, bytesField(1, 'cart')), ...records.map((record) => bytesField(2, record))]),
      ),
    ]),
  );

const TIME = 1_772_323_201_234_567_890n;
const RECORD = Buffer.concat([
  fixed64(1, TIME),
  numberField(2, 17),
  bytesField(
    5,
    bytesField(
      6,
      Buffer.concat([
        bytesField(1, pair('n', numberField(3, 7))),
        bytesField(1, pair('list', bytesField(5, bytesField(1, text('x'))))),
      ]),
    ),
  ),
  bytesField(6, pair('host.name', text('web01'))),
  bytesField(6, pair('raw', bytesField(7, Buffer.from([1, 2, 3])))),
  bytesField(9, Buffer.from('5b8efff798038103d269b633813fc60c', 'hex')),
  bytesField(10, Buffer.from('eee19b7ec3c1b174', 'hex')),
]);

const JSON_REQUEST = {
  resourceLogs: [
    {
      resource: { attributes: [{ key: 'service.name', value: { stringValue: 'shop' } }] },
      scopeLogs: [
        {
          scope: { name: 'cart' },
          logRecords: [
            {
              timeUnixNano: String(TIME),
              severityNumber: 17,
              body: {
                kvlistValue: {
                  values: [
                    { key: 'n', value: { intValue: '7' } },
                    { key: 'list', value: { arrayValue: { values: [{ stringValue: 'x' }] } } },
                  ],
                },
              },
              attributes: [
                { key: 'host.name', value: { stringValue: 'web01' } },
                { key: 'raw', value: { bytesValue: 'AQID' } },
              ],
              traceId: '5b8efff798038103d269b633813fc60c',
              spanId: 'eee19b7ec3c1b174',
            },
          ],
        },
      ],
    },
  ],
};

describe('OTLP logs', () => {
  test('protobuf and JSON of the same request give the same records', () => {
    const [fromProtobuf, fromJson] = [readProtobuf(request(RECORD), 64), readJson(JSON.stringify(JSON_REQUEST), 64)];
    expect(fromProtobuf).toEqual(fromJson);
    expect(itemsOf(fromProtobuf, INGEST_LIMITS)).toEqual([
      {
        record: '{"n":7,"list":["x"]}',
        meta: {
          time: '2026-03-01T00:00:01.234Z',
          ecs: {
            'service.name': 'shop',
            'host.name': 'web01',
            'log.level': 'error',
            'log.logger': 'cart',
            'trace.id': '5b8efff798038103d269b633813fc60c',
            'span.id': 'eee19b7ec3c1b174',
          },
          fields: { raw: 'AQID' },
        },
      },
    ]);
  });

  test('the observed time stands in; without a body the attributes are the event; a text is the line itself', () => {
    const observed = Buffer.concat([fixed64(11, TIME), bytesField(6, pair('a', numberField(2, 1)))]);
    const line = bytesField(5, text('plain line'));
    expect(itemsOf(readProtobuf(request(observed, line), 64), INGEST_LIMITS)).toMatchObject([
      { record: '{"a":true}', meta: { time: '2026-03-01T00:00:01.234Z' } },
      { record: 'plain line' },
    ]);
  });

  test('a record that cannot be read concerns itself alone', () => {
    const broken = Buffer.from([0x0a]);
    const items = itemsOf(readProtobuf(request(broken, bytesField(5, text('sound'))), 64), INGEST_LIMITS);
    expect(items).toMatchObject([
      { record: broken.toString('base64'), meta: { rejected: 'invalid_record' } },
      { record: 'sound' },
    ]);
    const json = {
      resourceLogs: [
        {
          scopeLogs: [
            { logRecords: [{ body: 'no AnyValue' }, { timeUnixNano: -1 }, { body: { stringValue: 'sound' } }] },
          ],
        },
      ],
    };
    expect(itemsOf(readJson(JSON.stringify(json), 64) ?? [], INGEST_LIMITS)).toMatchObject([
      { record: '{"body":"no AnyValue"}', meta: { rejected: 'invalid_record' } },
      { meta: { rejected: 'invalid_record' } },
      { record: 'sound' },
    ]);
  });

  test('values nest as deep as the limit and no deeper', () => {
    const nested = (depth: number): Buffer =>
      depth === 1 ? numberField(3, 1) : bytesField(5, bytesField(1, nested(depth - 1)));
    const rejected = (depth: number) =>
      itemsOf(readProtobuf(request(bytesField(5, nested(depth))), 8), INGEST_LIMITS)[0]?.meta?.rejected;
    expect([rejected(8), rejected(9)]).toEqual([undefined, 'invalid_record']);
    const json = (depth: number): object =>
      depth === 1 ? { intValue: 1 } : { arrayValue: { values: [json(depth - 1)] } };
    const rejectedJson = (depth: number) =>
      itemsOf(
        readJson(JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords: [{ body: json(depth) }] }] }] }), 8) ?? [],
        INGEST_LIMITS,
      )[0]?.meta?.rejected;
    expect([rejectedJson(8), rejectedJson(9)]).toEqual([undefined, 'invalid_record']);
  });

  test('the longest record, with its attributes, is taken, and one character more is not', () => {
    const limits = { ...INGEST_LIMITS, recordChars: 20 };
    // 'shop' under 'service.name' is 16 characters of each.
    const rejected = (line: string) =>
      itemsOf(readProtobuf(request(bytesField(5, text(line))), 64), limits)[0]?.meta?.rejected;
    expect([rejected('1234'), rejected('12345')]).toEqual([undefined, 'record_too_long']);
  });

  test.each(['', '[]', '{"resourceLogs":{}}', '{"resourceLogs":[1]}', '{'])('%j is no request', (body) => {
    expect(readJson(body, 64)).toBeUndefined();
  });

  test('an empty request is sound', () => {
    expect(readJson('{}', 64)).toEqual([]);
    expect(readProtobuf(Buffer.alloc(0), 64)).toEqual([]);
  });
});
