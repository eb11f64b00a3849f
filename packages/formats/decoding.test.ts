import type { Decoded, Reject } from '@haechi/event';
import { expect, test } from 'vitest';
import type { DecodingOptions } from './context.ts';
import { openDecoding } from './decoding.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');

function decode(lines: readonly string[], options: DecodingOptions = {}): (Decoded | Reject)[] {
  const results: (Decoded | Reject)[] = [];
  const sink = { event: (one: Decoded) => results.push(one), reject: (one: Reject) => results.push(one) };
  const decoding = openDecoding({ now: NOW, ...options });
  lines.forEach((line, index) => {
    decoding.line(line, index + 1, sink);
  });
  decoding.flush(sink);
  return results;
}

function names(results: readonly (Decoded | Reject)[]): string[] {
  return results.map((result) => ('decoder' in result ? result.decoder : `!${result.reason}`));
}

test('a mixed stream is decoded line by line, whatever came before', () => {
  const results = decode([
    'Feb 27 10:00:00 web1 sshd[10]: Accepted publickey for alice from 192.0.2.7 port 40022 ssh2: ED25519 SHA256:abc',
    '192.0.2.8 - - [27/Feb/2026:10:00:01 +0900] "GET /a?b=1 HTTP/1.1" 200 12 "-" "curl/8"',
    '{"EventID":4624,"Channel":"Security","Hostname":"DC1","SourceName":"Microsoft-Windows-Security-Auditing"}',
    'something nobody has a decoder for',
    'Feb 27 10:00:02 web1 sshd[10]: Failed password for invalid user bob from 192.0.2.9 port 40023 ssh2',
    '{"broken": ',
    '',
  ]);
  expect(names(results)).toEqual(['sshd', 'web-access', 'windows-event-json', 'text', 'sshd', '!invalid_json']);
  expect(results.map((result) => result.record)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a stack trace belongs to the line it follows', () => {
  const results = decode([
    '2026-02-27 10:00:00 ERROR request failed',
    'java.lang.IllegalStateException: no',
    '\tat com.example.A.run(A.java:1)',
    'Caused by: java.io.IOException: gone',
    '\t... 3 more',
    '2026-02-27 10:00:01 INFO next',
  ]);
  expect(results).toHaveLength(3);
  expect(results[1]).toMatchObject({ record: 2, event: { message: expect.stringContaining('... 3 more') } });
  expect(results[2]).toMatchObject({ record: 6, event: { '@timestamp': '2026-02-27T10:00:01.000Z' } });
});

test('JSON too deep is a reject, not a crash, and keys of the prototype are keys', () => {
  const deep = `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`;
  const results = decode([deep, '{"__proto__":{"polluted":true},"constructor":"x","msg":"hello"}']);
  expect(names(results)).toEqual(['!json_too_deep', 'json']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(results[1]).toMatchObject({ event: { message: 'hello' } });
});

test('an unknown decoder is refused by name', () => {
  expect(() => openDecoding({ format: 'nosuch' })).toThrow(/nosuch/);
});

test('a forced format takes its own lines and rejects others', () => {
  const results = decode(['Feb 27 10:00:00 h sudo: a : TTY=pts/0 ; PWD=/ ; USER=root ; COMMAND=/bin/ls', 'x'], {
    format: 'sudo',
  });
  expect(names(results)).toEqual(['sudo', '!unknown_format']);
});

test('lines that only look like the record of a database are decoded one by one, none lost and none changed', () => {
  const lines = [
    '# Time: not one',
    '{"EventID":4624,"Channel":"Security","Hostname":"DC1","SourceName":"Microsoft-Windows-Security-Auditing"}',
    '',
    'Feb 27 10:00:00 web1 sshd[10]: Accepted publickey for alice from 192.0.2.7 port 40022 ssh2: ED25519 SHA256:abc',
    '  <AUDIT_RECORD',
    '{"msg":"hello"}',
  ];
  const results = decode(lines);
  expect(results.map(({ record }) => record)).toEqual([1, 2, 4, 5, 6]);
  expect(names(results).slice(1, 3)).toEqual(['windows-event-json', 'sshd']);
  expect(names(results).at(-1)).toBe('json');
  expect(results.map(({ raw }) => raw)).toEqual([1, 2, 4, 5, 6].map((record) => lines[record - 1]));
});
