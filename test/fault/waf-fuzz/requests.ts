import { body as bodyOf } from './bodies.ts';
import { mutateBytes, one, type Random } from './bytes.ts';

/** How the bytes of an attempt reach the server. */
export interface Attempt {
  /** Written one after the other. */
  readonly pieces: readonly Buffer[];
  /** What the sender does when all is written: waits, ends its side, or is gone. */
  readonly after: 'wait' | 'end' | 'destroy';
}

const METHODS = [
  'GET',
  'POST',
  'PUT',
  'HEAD',
  'OPTIONS',
  'DELETE',
  'PATCH',
  'TRACE',
  'PROPFIND',
  'get',
  'G'.repeat(70),
];
const TARGETS = [
  '/',
  '/a/b.php?x=1&y=2',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/?q=%27%20or%201%3D1--%20-',
  '/?q=<script>alert(1)</script>',
  '//evil/..;/admin',
  'http://b/abs?x=1',
  '*',
  'nothing',
  '/?%00=%zz&&&=;',
  `/?${'a=1&'.repeat(300)}`,
  `/${'x'.repeat(9_000)}`,
  '/\xff\xfe?\xed\xa0\x80',
  '/large',
  '/broken',
];
const FIELDS: readonly (readonly [string, readonly string[]])[] = [
  ['Cookie', ['a=b; c=d', '$Version=1; a="b;c"', '=;;=;', `s=${'x'.repeat(5_000)}`]],
  ['User-Agent', ['Mozilla/5.0', 'sqlmap/1.7', '() { :;}; echo']],
  ['Accept-Language', ['ko', 'q=,;;q=9', 'x'.repeat(2_000)]],
  ['X-Forwarded-For', ['10.0.0.1', ',,,', '::1, unknown, "[2001:db8::1]:80"']],
  ['Expect', ['100-continue', 'nonsense']],
  ['Connection', ['close', 'keep-alive', 'upgrade', 'Content-Length, Cookie', ',']],
  ['Upgrade', ['websocket', 'h2c']],
  ['Range', ['bytes=0-0,1-2,3-4', 'bytes=99-1']],
  ['Content-Type', ['a/b', 'multipart/form-data', 'text/xml; charset=x; charset=y']],
  ['Authorization', ['Basic !!!', 'Bearer a.b.c', `Basic ${'QQ'.repeat(900)}`]],
  ['Host', ['b', '[::1]:80', 'a:99999', 'a b']],
  ['Trailer', ['X']],
  ['X-\x00', ['a']],
  ['X Y', ['a']],
  ['X-Fold', ['a\r\n b']],
  ['X-Odd', ['\xff\x80', 'a\0b', 'a\nb']],
];

/** The bytes of one to four requests in a row, most of them not as they should be, and how they are sent. */
export function attempt(random: Random): Attempt {
  const count = random(12) === 0 ? 2 + random(3) : 1;
  let bytes = Buffer.concat(Array.from({ length: count }, () => request(random)));
  if (random(5) < 3) bytes = mutateBytes(bytes, random) as Buffer<ArrayBuffer>;
  if (random(15) === 0) bytes = bytes.subarray(0, random(bytes.length + 1));
  return {
    pieces: split(bytes, random),
    after: one(['wait', 'wait', 'wait', 'wait', 'wait', 'end', 'destroy'], random),
  };
}

function split(bytes: Buffer, random: Random): Buffer[] {
  if (bytes.length < 400 && random(40) === 0) return Array.from(bytes, (byte) => Buffer.from([byte]));
  if (random(4) > 0) return [bytes];
  const cuts = Array.from({ length: 1 + random(6) }, () => random(bytes.length + 1)).sort((a, b) => a - b);
  return [0, ...cuts].map((from, index) => bytes.subarray(from, cuts[index] ?? bytes.length));
}

function request(random: Random): Buffer {
  const method = random(2) === 0 ? one(METHODS, random) : one(['GET', 'POST'], random);
  const carries = method === 'GET' || method === 'HEAD' ? random(8) === 0 : random(6) > 0;
  const lines = [
    `${method} ${one(TARGETS, random)} ${random(12) > 0 ? 'HTTP/1.1' : one(['HTTP/1.0', 'HTTP/2.0', 'HTTP/1.10'], random)}`,
  ];
  if (random(20) > 0) lines.push('Host: a');
  for (let more = random(5); more > 0; more--) {
    const [name, values] = one(FIELDS, random);
    lines.push(`${name}: ${one(values, random)}`);
  }
  if (random(60) === 0) for (let more = 150 + random(100); more > 0; more--) lines.push(`X-${more}: ${more}`);
  if (!carries) return head(lines);
  const { type, coding, bytes } = bodyOf(random);
  if (type !== '') lines.push(`Content-Type: ${type}`);
  if (coding !== undefined) lines.push(`Content-Encoding: ${coding}`);
  const [fields, framed] = framing(bytes, random);
  return Buffer.concat([head([...lines, ...fields]), framed]);
}

function head(lines: readonly string[]): Buffer {
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1');
}

/** The body behind a length or in chunks; one in five says something else than it is. */
function framing(bytes: Buffer, random: Random): [string[], Buffer] {
  if (random(5) === 0) {
    const wrong = [
      [`Content-Length: ${bytes.length + 1 + random(50)}`],
      [`Content-Length: ${random(bytes.length + 1)}`],
      ['Content-Length: -1'],
      ['Content-Length: 99999999999999999999'],
      ['Content-Length: 5', 'Content-Length: 6'],
      [`Content-Length: ${bytes.length}`, 'Transfer-Encoding: chunked'],
      ['Transfer-Encoding: gzip, chunked'],
      ['Transfer-Encoding: chunked, chunked'],
      ['Transfer-Encoding: \x0bchunked'],
      [],
    ];
    return [one(wrong, random), bytes];
  }
  if (random(3) > 0) return [[`Content-Length: ${bytes.length}`], bytes];
  const pieces: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const size = Math.min(bytes.length - at, 1 + random(random(4) === 0 ? 20 : 60_000));
    const extension = random(10) === 0 ? ';a="b"' : '';
    pieces.push(
      Buffer.from(`${size.toString(16)}${extension}\r\n`),
      bytes.subarray(at, at + size),
      Buffer.from('\r\n'),
    );
    at += size;
    if (pieces.length > 1_000) break;
  }
  const trailer = random(6) === 0 ? `X-Trailer: ${'t'.repeat(random(10_000))}\r\n` : '';
  return [['Transfer-Encoding: chunked'], Buffer.concat([...pieces, Buffer.from(`0\r\n${trailer}\r\n`)])];
}
