import { deflateSync, gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { GELF_LIMITS } from '../limits.ts';
import { ChunkAssembly } from './chunks.ts';
import { NulFramer } from './framing.ts';
import { gelfItem } from './message.ts';
import { gelfProtocol } from './protocol.ts';

const MESSAGE = {
  version: '1.1',
  host: 'web01',
  short_message: 'started',
  timestamp: 1772323201.5,
  level: 4,
  _env: 'prod',
};
const TEXT = JSON.stringify(MESSAGE);
const item = (payload: object) => gelfItem(JSON.stringify(payload), 10_000);

/** A message in parts, as senders make them. */
function chunks(message: Buffer, size: number, id = '12345678'): Buffer[] {
  const count = Math.ceil(message.length / size);
  return Array.from({ length: count }, (_, number) =>
    Buffer.concat([
      Buffer.from([0x1e, 0x0f]),
      Buffer.from(id),
      Buffer.from([number, count]),
      message.subarray(number * size, (number + 1) * size),
    ]),
  );
}

describe('a message', () => {
  test('gives its text, and says time, host, level and additional fields beside it', () => {
    expect(gelfItem(TEXT, TEXT.length)).toEqual({
      record: 'started',
      meta: {
        time: '2026-03-01T00:00:01.500Z',
        host: 'web01',
        ecs: { 'log.level': 'warning' },
        fields: { env: 'prod' },
      },
    });
    expect(gelfItem(TEXT, TEXT.length - 1)).toMatchObject({ record: TEXT, meta: { rejected: 'record_too_long' } });
  });

  test.each([
    [{ short_message: 'a', full_message: 'a b' }, 'a b'],
    [{ short_message: 'a', full_message: 'at line 1' }, 'at line 1'],
    [{ short_message: 'failed', full_message: 'at line 1' }, 'failed\nat line 1'],
    [{ full_message: 'b' }, 'b'],
  ])('%j is the text %j', (payload, record) => {
    expect(item(payload).record).toBe(record);
  });

  test('a Windows event in additional fields is put together again', () => {
    const { record, meta } = item({ ...MESSAGE, _EventID: 4625, _Channel: 'Security', _TargetUserName: 'kim' });
    expect(meta).toBeNull();
    expect(JSON.parse(record)).toEqual({
      '@timestamp': '2026-03-01T00:00:01.500Z', Hostname: 'web01', Message: 'started', EventID: 4625, Channel: 'Security',
      TargetUserName: 'kim', env: 'prod',
    }); // biome-ignore format: one table
  });

  test.each(['', '[]', '"text"', '{', '{}', '{"short_message":""}', '{"short_message":7}'])('%s is none', (text) => {
    expect(gelfItem(text, 100)).toMatchObject({ record: text, meta: { rejected: 'invalid_record' } });
  });

  test('times and levels that mean nothing are left out', () => {
    expect(item({ short_message: 'a', timestamp: -1, level: 9 }).meta).toBeNull();
    expect(item({ short_message: 'a', timestamp: 1e300, level: 'x' }).meta).toBeNull();
  });
});

describe('datagrams', () => {
  const reader = (now = () => 0, limits = {}) => gelfProtocol({ ...GELF_LIMITS, ...limits }, now).datagrams();

  test.each([
    ['plain', Buffer.from(TEXT)],
    ['gzip', gzipSync(TEXT)],
    ['zlib', deflateSync(TEXT)],
    ['fast zlib', deflateSync(TEXT, { level: 1 })],
  ])('%s', (_name, datagram) => {
    expect(reader().read(datagram, 'a').items).toMatchObject([{ record: 'started' }]);
  });

  test('a bomb, damage and a lone header are kept with their reason', () => {
    const read = (datagram: Buffer) =>
      reader(() => 0, { messageBytes: 1_000 }).read(datagram, 'a').items[0]?.meta?.rejected;
    expect(read(gzipSync(Buffer.alloc(1_001, ' ')))).toBe('record_too_long');
    expect(read(gzipSync(TEXT).subarray(0, 20))).toBe('invalid_record');
    expect(read(Buffer.from([0x1e, 0x0f, 1]))).toBe('invalid_record');
  });

  test('property: parts in any order, one of them twice, make the message once', () => {
    const parts = chunks(gzipSync(TEXT), 12);
    fc.assert(
      fc.property(fc.shuffledSubarray(parts, { minLength: parts.length }), (order) => {
        const read = reader();
        const found = [order[0]!, ...order].flatMap((part) => read.read(part, 'a').items);
        expect(found.map(({ record }) => record)).toEqual(['started']);
      }),
    );
  });

  test('parts doubled after the message was whole are none; the same id with other bytes is a new message', () => {
    const parts = chunks(Buffer.from(TEXT), 80);
    const other = chunks(Buffer.from(`${TEXT.slice(0, -1)},"_n":2}`), 80);
    expect(other[0]).toEqual(parts[0]);
    for (const [then, found] of [
      [[parts[1]!], 1],
      [parts, 1],
      [other, 2],
    ] as const) {
      let now = 0;
      const read = gelfProtocol(GELF_LIMITS, () => now).datagrams();
      expect([...parts, ...then].flatMap((part) => read.read(part, 'a').items)).toHaveLength(found);
      now = 10_000;
      expect(read.overdue?.()).toEqual([]);
    }
  });

  test('128 parts are a message, 129 are none', () => {
    const message = Buffer.from(TEXT.padEnd(256, ' '));
    const read = reader();
    expect(chunks(message, 2).flatMap((part) => read.read(part, 'a').items)).toMatchObject([{ record: 'started' }]);
    const tooMany = chunks(Buffer.from(TEXT.padEnd(258, ' ')), 2);
    expect(tooMany).toHaveLength(129);
    expect(read.read(tooMany[0]!, 'b').items).toMatchObject([{ meta: { rejected: 'invalid_record' } }]);
  });

  test('parts of different senders are not mixed', () => {
    const [first, second] = chunks(Buffer.from(TEXT), 80);
    const read = reader();
    expect(read.read(first!, 'a').items).toEqual([]);
    expect(read.read(second!, 'b').items).toEqual([]);
    expect(read.read(second!, 'a').items).toHaveLength(1);
  });
});

describe('what never becomes whole', () => {
  test('is waited for as long as the limit says, then given up with its reason', () => {
    let now = 0;
    const read = gelfProtocol(GELF_LIMITS, () => now).datagrams();
    const [first, second] = chunks(Buffer.from(TEXT), 80);
    read.read(first!, 'a');
    now = 4_999;
    expect(read.overdue?.()).toEqual([]);
    now = 5_000;
    expect(read.overdue?.()).toMatchObject([
      { sender: 'a', item: { record: TEXT.slice(0, 80), meta: { rejected: 'incomplete' } } },
    ]);
    expect(read.overdue?.()).toEqual([]);
    expect(read.read(second!, 'a').items).toEqual([]);
  });

  test('takes bounded memory: the oldest is given up past the number of messages, and past the bytes', () => {
    const part = (id: number, bytes = 10) => chunks(Buffer.alloc(bytes * 2, 'x'), bytes, String(id).padStart(8))[0]!;
    const many = new ChunkAssembly({ ...GELF_LIMITS, assemblies: 3 }, () => 0);
    for (let id = 0; id < 3; id++) many.push(part(id), 'a');
    expect(many.incomplete()).toEqual([]);
    many.push(part(3), 'a');
    expect(many.incomplete()).toHaveLength(1);
    const large = new ChunkAssembly({ ...GELF_LIMITS, assemblyBytes: 200 }, () => 0);
    for (let id = 0; id < 2; id++) large.push(part(id, 100), 'a');
    expect(large.incomplete()).toEqual([]);
    large.push(part(2, 1), 'a');
    expect(large.incomplete().map(({ bytes }) => bytes.length)).toEqual([100]);
  });
});

test('property: any datagrams are read without a fault', () => {
  const parts = chunks(deflateSync(TEXT), 20);
  const datagram = fc.oneof(
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc.tuple(fc.constantFrom(...parts), fc.nat(30), fc.nat(255)).map(([part, at, byte]) => {
      const spoilt = Buffer.from(part);
      spoilt[at % part.length] = byte;
      return spoilt;
    }),
  );
  fc.assert(
    fc.property(fc.array(datagram, { maxLength: 20 }), (datagrams) => {
      let now = 0;
      const read = gelfProtocol({ ...GELF_LIMITS, assemblies: 3 }, () => now).datagrams();
      for (const one of datagrams) read.read(one, 'a');
      now = 10_000;
      read.overdue?.();
      expect(read.overdue?.()).toEqual([]);
    }),
    { numRuns: 1_000 },
  );
});

describe('NulFramer', () => {
  const frame = (text: string, chunkBytes: number, max = 8) => {
    const framer = new NulFramer(max);
    const bytes = Buffer.from(text);
    const found = [];
    for (let at = 0; at < bytes.length; at += chunkBytes)
      found.push(...framer.push(bytes.subarray(at, at + chunkBytes)));
    const rest = framer.end();
    return [...found, ...(rest === undefined ? [] : [rest])].map(
      ({ bytes: message, long }) => `${message}${long ? '…' : ''}`,
    );
  };

  test.each([1, 2, 3, 100])('finds messages in chunks of %i bytes, and the last without its NUL', (size) => {
    expect(frame('abc\0\n\0 \0de\nf\0gh', size)).toEqual(['abc', 'de\nf', 'gh']);
    expect(frame('12345678\0abcdefghi\0ok\0', size)).toEqual(['12345678', 'abcdefgh…', 'ok']);
  });
});
