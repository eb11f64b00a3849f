import { describe, expect, test } from 'vitest';
import { INGEST_LIMITS } from '../limits.ts';
import { readEvents } from './events.ts';

const read = (text: string) => readEvents(text, {}, INGEST_LIMITS);

describe('readEvents', () => {
  test('keeps the event exactly as it was sent', () => {
    const event = '{ "id": 12345678901234567890, "ratio": 1.0, "text": "\\u0041" }';
    expect(read(`{"event": ${event}, "time": 1}`).events[0]?.record).toBe(event);
  });

  test('an event that is text becomes that text', () => {
    expect(read('{"event":"line\\n둘째 줄"}').events[0]?.record).toBe('line\n둘째 줄');
  });

  test('an escaped key is the same key', () => {
    expect(read('{"\\u0065vent":{"a":1}}').events[0]?.record).toBe('{"a":1}');
  });

  test('metadata holds on until another event changes it', () => {
    const { events } = read(
      '{"event":"a","host":"h1","sourcetype":"st","time":1764000000.5}{"event":"b"}{"event":"c","host":"h2","time":"1764000001"}',
    );
    expect(events.map(({ meta }) => meta)).toEqual([
      { time: '2025-11-24T16:00:00.500Z', host: 'h1', sourcetype: 'st' },
      { time: '2025-11-24T16:00:00.500Z', host: 'h1', sourcetype: 'st' },
      { time: '2025-11-24T16:00:01.000Z', host: 'h2', sourcetype: 'st' },
    ]);
  });

  test('metadata of the query is where the first event starts from', () => {
    const { events } = readEvents('{"event":"a"}{"event":"b","source":"s2"}', { source: 's1' }, INGEST_LIMITS);
    expect(events.map(({ meta }) => meta?.source)).toEqual(['s1', 's2']);
  });

  test('the indexed field _id names the event, and is no label', () => {
    const { events } = read('{"event":"a","fields":{"_id":"tx-1","site":"seoul"}}{"event":"b","fields":{"_id":7}}');
    expect(events.map(({ id, meta }) => [id, meta])).toEqual([
      ['tx-1', { fields: { site: 'seoul' } }],
      ['7', null],
    ]);
    expect(read(`{"event":"a","fields":{"_id":"${'x'.repeat(513)}"}}`).fault).toEqual({ code: 15, eventNumber: 0 });
  });

  test('indexed fields hold for their own event only', () => {
    const { events } = read('{"event":"a","fields":{"site":"seoul","tags":["x","y"],"n":3}}{"event":"b"}');
    expect(events[0]?.meta).toEqual({ fields: { site: 'seoul', tags: 'x,y', n: '3' } });
    expect(events[1]?.meta).toBeNull();
  });

  test.each([
    ['no event', '{"time":1}', 12],
    ['a blank event', '{"event":""}', 13],
    ['an event of spaces', '{"event":"  "}', 13],
    ['an event of null', '{"event":null}', 13],
    ['broken JSON', '{"event":tru}', 6],
    ['a bare value', '42', 6],
    ['a time that is none', '{"event":"a","time":"yesterday"}', 6],
    ['a time past what a date holds', '{"event":"a","time":1e300}', 6],
    ['a host that is no text', '{"event":"a","host":{}}', 6],
    ['an index name that is none', '{"event":"a","index":"Main Index"}', 7],
    ['nested fields', '{"event":"a","fields":{"a":{"b":1}}}', 15],
    ['fields that are a list', '{"event":"a","fields":[1]}', 15],
  ])('%s gives its code and the 0-based number', (_name, bad, code) => {
    expect(read(bad).fault).toEqual({ code, eventNumber: 0 });
    const behind = read(`{"event":"good"}{"event":"good"}${bad}`);
    expect(behind.events.map(({ meta }) => meta?.rejected)).toEqual([undefined, undefined, 'invalid_record']);
    expect(behind.fault).toEqual({ code, eventNumber: 2 });
  });

  test.each(['', ' \n ', '[]'])('%j is no data', (text) => {
    expect(read(text)).toEqual({ events: [], fault: { code: 5 } });
  });

  test('takes a record of the longest length and refuses a longer one', () => {
    const limits = { ...INGEST_LIMITS, recordChars: 40 };
    const of = (length: number) => `{"event":"${'x'.repeat(length - '{"event":""}'.length)}"}`;
    expect(readEvents(of(40), {}, limits).fault).toBeUndefined();
    expect(readEvents(of(41), {}, limits).fault).toEqual({ code: 6, eventNumber: 0 });
  });

  test('takes as many records as allowed and refuses the next', () => {
    const limits = { ...INGEST_LIMITS, requestRecords: 3 };
    expect(readEvents('{"event":1}'.repeat(3), {}, limits).fault).toBeUndefined();
    const over = readEvents('{"event":1}'.repeat(4), {}, limits);
    expect([over.events.length, over.fault]).toEqual([3, { code: 27, eventNumber: 3 }]);
  });
});
