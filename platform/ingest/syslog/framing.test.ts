import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SyslogFramer } from './framing.ts';

function frame(stream: string | Buffer, { max = 64, chunkBytes = 0 } = {}) {
  const framer = new SyslogFramer(max);
  const bytes = Buffer.from(stream);
  const messages: string[] = [];
  let cut = 0;
  let broken = false;
  for (let at = 0; at < bytes.length && !broken; at += chunkBytes || bytes.length) {
    const framed = framer.push(bytes.subarray(at, at + (chunkBytes || bytes.length)));
    messages.push(...framed.messages.map(String));
    cut += framed.cut;
    broken = framed.broken;
  }
  const last = framer.end();
  const text = last?.message.toString();
  return {
    messages,
    cut,
    broken,
    last: last?.isWhole === true ? text : undefined,
    lost: last?.isWhole === false ? text : undefined,
  };
}

describe('SyslogFramer (RFC 6587)', () => {
  test.each([0, 1, 2, 3, 7])('octet counting, in chunks of %i bytes', (chunkBytes) => {
    expect(frame('5 <1>ab8 <1>a\nb c4 <1>z', { chunkBytes })).toEqual({
      messages: ['<1>ab', '<1>a\nb c', '<1>z'],
      cut: 0,
      broken: false,
      last: undefined,
    });
  });

  test.each([0, 1, 2, 3, 7])('line ends and NUL as trailers, in chunks of %i bytes', (chunkBytes) => {
    expect(frame('<1>ab\n<1>12 c\r\n<1>d\0\n<1>rest', { chunkBytes })).toEqual({
      messages: ['<1>ab', '<1>12 c', '<1>d'],
      cut: 0,
      broken: false,
      last: '<1>rest',
    });
  });

  test('a line end behind a counted frame is no frame', () => {
    expect(frame('5 <1>ab\n5 <1>cd\r\n').messages).toEqual(['<1>ab', '<1>cd']);
  });

  test('a message of the longest length is whole, a longer one is cut and what follows is found', () => {
    const [fits, long] = ['x'.repeat(8), 'y'.repeat(9)];
    expect(frame(`<${fits.slice(1)}\n<${long.slice(1)}\n<ok\n`, { max: 8 })).toMatchObject({
      messages: ['<xxxxxxx', '<yyyyyyy', '<ok'],
      cut: 1,
    });
    expect(frame(`8 ${fits}9 ${long}2 ok`, { max: 8 })).toMatchObject({ messages: [fits, 'yyyyyyyy', 'ok'], cut: 1 });
  });

  test.each([0, 1, 2, 3])('plain lines that begin with a number are lines, in chunks of %i bytes', (chunkBytes) => {
    const lines = ['10.0.0.1 - - [x]', '5 apples', '2026-11-27 up'];
    expect(frame(`${lines.join('\n')}\n`, { chunkBytes })).toMatchObject({ messages: lines, broken: false });
    expect(frame('1234567890 epoch\n', { chunkBytes }).messages).toEqual(['1234567890 epoch']);
    expect(frame('123', { chunkBytes })).toMatchObject({ messages: [], last: '123' });
  });

  test.each(['5 <1>abx <1>', '5 <1>ab1234567890 <1>', '5 <1>ab0 '])(
    'counting that makes no sense ends the stream: %j',
    (text) => {
      expect(frame(text)).toMatchObject({ broken: true, lost: text.slice('5 <1>ab'.length) });
    },
  );

  test.each([0, 1, 2])(
    'a counted message that ends early is said not to be whole, in chunks of %i bytes',
    (chunkBytes) => {
      expect(frame('5 <1>ab9 <1>abc', { chunkBytes })).toMatchObject({ messages: ['<1>ab'], lost: '<1>abc' });
    },
  );

  test('holds no more than the longest message, however long the line', () => {
    const framer = new SyslogFramer(1024);
    const chunk = Buffer.alloc(1024 ** 2, 'a');
    for (let i = 0; i < 50; i++) expect(framer.push(chunk).messages).toEqual([]);
    expect(framer.push(Buffer.from('\n')).messages.map(({ length }) => length)).toEqual([1024]);
  });

  test('property: however a stream is cut into chunks, the messages are the same', () => {
    const message = fc.string({ unit: fc.constantFrom('a', '<', '1', ' ', '한'), minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        fc.array(message, { minLength: 1 }),
        fc.integer({ min: 1, max: 9 }),
        fc.boolean(),
        (list, chunkBytes, counted) => {
          const sent = list.map((text) => `<1>${text}`);
          const stream = counted
            ? sent.map((text) => `${Buffer.byteLength(text)} ${text}`).join('')
            : sent.map((text) => `${text}\n`).join('');
          expect(frame(stream, { chunkBytes }).messages).toEqual(sent);
        },
      ),
    );
  });
});
