import { expect, test } from 'vitest';
import { eventOf, lineId } from './event.ts';

const ORIGIN = { host: 'web-1', key: '1:2', generation: 0 };
const line = (bytes: Buffer | string, start = 0) => {
  const content = Buffer.from(bytes);
  return { bytes: content, start, end: start + content.length + 1, cutBytes: 0 };
};

test('an event says where it comes from and carries its id', () => {
  expect(
    JSON.parse(eventOf(line('hello'), 'id-1', ORIGIN, { source: '/var/log/a.log', sourcetype: 'nginx' })?.text ?? ''),
  ).toEqual({
    host: 'web-1',
    source: '/var/log/a.log',
    sourcetype: 'nginx',
    event: 'hello',
    fields: { _id: 'id-1' },
  });
});

test.each(['', '   \t'])('a blank line (%j) is no event', (text) => {
  expect(eventOf(line(text), 'id', ORIGIN, { source: 'a' })).toBeUndefined();
});

test('text of CP949 is read', () => {
  const bytes = Buffer.from([0xc7, 0xd1, 0xb1, 0xdb]);
  expect(JSON.parse(eventOf(line(bytes), 'id', ORIGIN, { source: 'a' })?.text ?? '').event).toBe('한글');
});

test('an event fits into the limit of one, however its characters are escaped', () => {
  const made = eventOf(line('"'.repeat(1024 ** 2)), 'id', ORIGIN, { source: 'a' });
  expect(made?.isCut).toBe(true);
  expect(made?.text.length).toBeLessThanOrEqual(1024 ** 2);
  expect(made?.text.length).toBeGreaterThan(400_000);
  expect(eventOf(line('x'.repeat(1_000_000)), 'id', ORIGIN, { source: 'a' })?.isCut).toBe(false);
});

test('the id of a line stays while its file grows, and is another for each place, file and generation', () => {
  const short = Buffer.from('first line\n');
  const grown = Buffer.concat([short, Buffer.from('second line\n'.repeat(50))]);
  const first = { ...line('first line'), end: 11 };
  const id = lineId(ORIGIN, short, first);
  expect(lineId(ORIGIN, grown, first)).toBe(id);
  const others = [
    lineId(ORIGIN, grown, { ...first, start: 11, end: 23 }),
    lineId(ORIGIN, grown, { ...first, end: 10 }),
    lineId({ ...ORIGIN, generation: 1 }, grown, first),
    lineId({ ...ORIGIN, key: '1:3' }, grown, first),
    lineId({ ...ORIGIN, host: 'web-2' }, grown, first),
    lineId(ORIGIN, Buffer.from('First line\n'), first),
  ];
  expect(new Set([id, ...others]).size).toBe(7);
});
