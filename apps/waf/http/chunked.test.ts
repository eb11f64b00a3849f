import { expect, test } from 'vitest';
import { WAF_LIMITS } from '../limits.ts';
import { ChunkedDecoder } from './chunked.ts';

/** Body, what lies behind it, and whether it ended; sent in pieces of so many bytes. */
function decoded(text: string, pieceBytes: number): { body: string; rest: string; ended: boolean } {
  const decoder = new ChunkedDecoder();
  const sent = Buffer.from(text, 'latin1');
  let body = '';
  let at = 0;
  while (at < sent.length && !decoder.ended) {
    const found = decoder.decode(Buffer.from(sent.subarray(at, at + pieceBytes)));
    body += found.body.toString('latin1');
    at += found.taken;
  }
  return { body, rest: text.slice(at), ended: decoder.ended };
}

test.each([1, 2, 3, 7, 1_000])('a body comes out the same in pieces of %i bytes, and what follows is left', (bytes) => {
  const text =
    '4;a="b"\r\nq=at\r\n1\r\nt\r\n00B \r\n\r\n0\r\n\r\nxyz1\r\n0\r\nTrailer: x\r\nB: y\r\n\r\nGET / HTTP/1.1\r\n';
  expect(decoded(text, bytes)).toEqual({ body: 'q=att\r\n0\r\n\r\nxyz1', rest: 'GET / HTTP/1.1\r\n', ended: true });
});

test.each([
  ['a sign', '+1\r\na\r\n', 'malformed chunk size'],
  ['no size', '\r\n', 'malformed chunk size'],
  ['a size past every body', '1234567890abc\r\n', 'malformed chunk size'],
  ['a bare line feed', '1\na', 'malformed chunk'],
  ['a size without end', '1'.repeat(WAF_LIMITS.chunkLineBytes + 3), 'malformed chunk'],
  ['more bytes than said', '1\r\nabc', 'chunk longer than its size'],
  ['a bare line feed behind the bytes', '1\r\na\n', 'chunk longer than its size'],
  ['one long trailer', `0\r\nA: ${'b'.repeat(WAF_LIMITS.trailerBytes)}\r\n`, 'trailer too long'],
  ['many trailers', `0\r\n${'A: b\r\n'.repeat(WAF_LIMITS.trailerBytes)}`, 'trailer too long'],
])('%s breaks the body', (_what, text, reason) => {
  for (const bytes of [1, 5, 100_000]) expect(() => decoded(text, bytes)).toThrow(reason);
});

test('a million chunks of a byte hold the memory of their bytes', () => {
  const decoder = new ChunkedDecoder();
  const { body, taken } = decoder.decode(Buffer.from('1\r\na\r\n'.repeat(1_000_000)));
  expect(body.equals(Buffer.alloc(1_000_000, 'a'))).toBe(true);
  expect(body.buffer.byteLength).toBeLessThan(2_000_000);
  expect(taken).toBe(6_000_000);
});
