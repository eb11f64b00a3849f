import { expect, test } from 'vitest';
import { INGEST_LIMITS } from '../limits.ts';
import { readEvents } from './events.ts';

const read = (text: string, limits = {}) => {
  const { events, fault } = readEvents(text, {}, { ...INGEST_LIMITS, ...limits });
  return { records: events.map(({ record, meta }) => [record, meta?.rejected]), fault };
};

test('what is refused is kept behind the events before it, with its reason', () => {
  expect(read('{"event":"a"}{"no":1}{"event":"b"}')).toEqual({
    records: [['a', undefined], ['{"no":1}', 'invalid_record']],
    fault: { code: 12, eventNumber: 1 },
  }); // biome-ignore format: one table
  expect(read('{"event":"a"} rest')).toEqual({
    records: [['a', undefined], [' rest', 'invalid_record']],
    fault: { code: 6, eventNumber: 1 },
  }); // biome-ignore format: one table
});

test('the longest event is taken, one character more is refused and cut to what is kept', () => {
  const text = '{"event":"abc"}';
  expect(read(text, { recordChars: text.length })).toEqual({ records: [['abc', undefined]], fault: undefined });
  expect(read(text, { recordChars: text.length - 1 })).toEqual({
    records: [[text.slice(0, -1), 'record_too_long']],
    fault: { code: 6, eventNumber: 0 },
  });
});
