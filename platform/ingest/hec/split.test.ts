import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { splitJson } from './split.ts';

const texts = (text: string, maxDepth = 64) =>
  splitJson(text, maxDepth).slices.map(({ start, end }) => text.slice(start, end));
const events = (text: string) =>
  splitJson(text, 64).slices.map(({ event }) => (event === undefined ? undefined : text.slice(event.start, event.end)));

describe('splitJson', () => {
  test.each([
    ['without separators', '{"a":1}{"a":2}'],
    ['with line ends', '{"a":1}\r\n{"a":2}\n'],
    ['with commas', '{"a":1}, {"a":2},'],
    ['in an array', '[{"a":1},{"a":2}]'],
    ['in two arrays', '[{"a":1}][{"a":2}]'],
    ['mixed', '\ufeff{"a":1} [ {"a":2} ]'],
  ])('splits objects %s', (_name, text) => {
    expect(texts(text)).toEqual(['{"a":1}', '{"a":2}']);
    expect(splitJson(text, 64).sound).toBe(true);
  });

  test('braces, quotes and backslashes inside strings split nothing', () => {
    const tricky = JSON.stringify({ a: '}{"\\', b: '[[[', c: '\\"}' });
    expect(texts(tricky + tricky)).toEqual([tricky, tricky]);
  });

  test('finds the last top-level member named event, and no other', () => {
    expect(events('{"event": {"event": 1} ,"time":1}{"time":{"event":2}}{"x":"event","event":"y"}')).toEqual([
      ' {"event": 1} ',
      undefined,
      '"y"',
    ]);
    expect(events('{"event":1,"event":[2,{"a":3}]}')).toEqual(['[2,{"a":3}]']);
    expect(events('{"event2":1,"not":"event","a":["event"]}')).toEqual([undefined]);
  });

  test.each(['{"a":1}{"a":', '{"a":1}x', '{"a":1}"text"', '[{"a":1}', '{"a":1}]', '{"a":1}{"a":"'])(
    'gives the objects before the fault in %j',
    (text) => {
      expect(texts(text)).toEqual(['{"a":1}']);
      expect(splitJson(text, 64).sound).toBe(false);
    },
  );

  test('accepts the deepest nesting and refuses one more', () => {
    const nested = (depth: number) => `{"a":${'['.repeat(depth - 1)}${']'.repeat(depth - 1)}}`;
    expect(splitJson(nested(64), 64)).toMatchObject({ sound: true, slices: [{}] });
    expect(splitJson(nested(65), 64)).toEqual({ sound: false, slices: [] });
    expect(splitJson('{"a":'.repeat(10_000), 64).sound).toBe(false);
  });

  test('property: objects joined by any separators come back as they were, with their event', () => {
    const separator = fc.constantFrom('', '\n', ' ', ',', '\r\n', ', ');
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.jsonValue(), fc.jsonValue(), separator), { maxLength: 8 }), (parts) => {
        const objects = parts.map(([event, other]) => JSON.stringify({ other, event }));
        const text = parts.map(([, , between], index) => objects[index] + between).join('');
        expect(texts(text)).toEqual(objects);
        expect(events(text).map((event) => JSON.parse(event ?? ''))).toEqual(
          parts.map(([event]) => JSON.parse(JSON.stringify(event))),
        );
      }),
    );
  });

  test('property: never throws and never gives overlapping slices on any text', () => {
    const text = fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', '\\', ':', ',', 'event', ' ', '1') });
    fc.assert(
      fc.property(text, (hostile) => {
        let last = 0;
        for (const { start, end } of splitJson(hostile, 8).slices) {
          expect(start).toBeGreaterThanOrEqual(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
