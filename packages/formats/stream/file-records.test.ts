import type { Decoded } from '@haechi/event';
import { expect, test } from 'vitest';
import { openDecoding } from '../decoding.ts';
import { decodeStream } from './decode-stream.ts';
import { type FileRecord, FileRecords } from './file-records.ts';

const IIS = `#Software: Microsoft Internet Information Services 10.0
#Version: 1.0
#Fields: date time c-ip cs-method cs-uri-stem sc-status
2026-01-02 03:04:05 192.0.2.1 GET /a 200
2026-01-02 03:04:06 192.0.2.2 GET /b 404
#Fields: date time cs-method cs-uri-stem c-ip sc-status
2026-01-02 03:04:07 POST /c 192.0.2.3 500
`;
const ZEEK = `#separator \\x09
#fields\tts\tuid\tid.orig_h\tid.orig_p\tid.resp_h\tid.resp_p\tproto
#types\ttime\tstring\taddr\tport\taddr\tport\tenum
#path\tconn
1767322800.5\tC1\t192.0.2.1\t1000\t198.51.100.1\t443\ttcp
#close\t2026-01-02-00-00-00
`;
const CSV = `Time,User,Action,Source IP
2026-01-02T03:04:05Z,kim,login,192.0.2.1
2026-01-02T03:04:06Z,lee,logout,192.0.2.2
2026-01-02T03:04:07Z,park,login,192.0.2.3
`;
const WRAPPED = '{"Records":[{"a":1},\n{"a":\n2}]}';
const LINES = 'Jan  2 03:04:05 web sshd[1]: Accepted password for kim from 192.0.2.1 port 1 ssh2\n\n  \n# a note\nlast';

function cut(text: string, pieceBytes: number, path?: string): FileRecord[] {
  const records = new FileRecords(path === undefined ? {} : { path });
  const bytes = Buffer.from(text);
  const out: FileRecord[] = [];
  for (let at = 0; at < bytes.length; at += pieceBytes) out.push(...records.push(bytes.subarray(at, at + pieceBytes)));
  return [...out, ...records.end()];
}

const seen = ({ decoder, event, native, raw }: Decoded) => ({ decoder, event, native, raw });
const NOW = Date.parse('2026-01-03T00:00:00Z');

/** Each record by itself, with nothing of the file but its head. */
function alone(records: readonly FileRecord[], path?: string): ReturnType<typeof seen>[] {
  const out: ReturnType<typeof seen>[] = [];
  const sink = { event: (decoded: Decoded) => void out.push(seen(decoded)), reject: () => expect.unreachable() };
  for (const { text, record, head } of records) {
    const more = head.length === 0 ? {} : { head: { lines: head, ...(path === undefined ? {} : { path }) } };
    const decoding = openDecoding({ now: NOW, ...more });
    decoding.line(text, record, sink);
    decoding.flush(sink);
  }
  return out;
}

async function whole(text: string, path?: string): Promise<ReturnType<typeof seen>[]> {
  const out: ReturnType<typeof seen>[] = [];
  const options = { now: NOW, ...(path === undefined ? {} : { path }) };
  async function* source() {
    yield Buffer.from(text);
  }
  for await (const batch of decodeStream(source(), options)) for (const one of batch) out.push(seen(one as Decoded));
  return out;
}

test.each([
  ['IIS with a header that changes', IIS, 3, undefined],
  ['Zeek', ZEEK, 1, undefined],
  [
    'Zeek without a header',
    '1767322800.5\tC1\t192.0.2.1\t1000\t198.51.100.1\t443\ttcp\t-\t-\t-\t-\tS0\n'.repeat(2),
    2,
    'conn.log',
  ],
  ['CSV', CSV, 3, undefined],
  ['a wrapper', WRAPPED, 2, undefined],
])('a record of %s is read by itself as it is read in its file', async (_name, text, count, path) => {
  const expected = await whole(text, path);
  expect(expected.length).toBe(count);
  for (const pieceBytes of [1, 7, 100_000]) expect(alone(cut(text, pieceBytes, path), path)).toEqual(expected);
});

test('lines keep their numbers; empty ones are no records, a note outside of a table is one', () => {
  expect(cut(LINES, 3).map(({ record, text }) => [record, text.slice(0, 6)])).toEqual([
    [1, 'Jan  2'],
    [4, '# a no'],
    [5, 'last'],
  ]);
});

test('a header is kept to its limit, and what repeats in it once', () => {
  const [row] = cut(`${'#Fields: a b c\n'.repeat(1000)}#Version: ${'1'.repeat(70_000)}\n1 2 3\n`, 4096);
  expect(row?.head).toEqual(['#Fields: a b c']);
});

test('UTF-16 and CP949 files are text', () => {
  const records = new FileRecords();
  records.push(Buffer.from('\ufeff첫 줄\r\n둘째 줄\r\n', 'utf16le'));
  expect(records.end().map(({ text }) => text)).toEqual(['첫 줄', '둘째 줄']);
});
