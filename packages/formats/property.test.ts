import type { Decoded, Reject } from '@haechi/event';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openDecoding } from './decoding.ts';
import { FileDecoding } from './stream/file-decoding.ts';
import { vectorLines } from './test/corpus.ts';
import { mutate, randomOf } from './test/mutate.ts';

const NOW = Date.parse('2026-03-01T00:00:00Z');
const lines = vectorLines();
const line = fc.integer({ min: 0, max: lines.length - 1 }).map((index) => lines[index] as string);
const mutated = fc.tuple(line, line, fc.nat()).map(([one, other, seed]) => mutate(one, other, randomOf(seed)));

function check(result: Decoded | Reject): void {
  if ('reason' in result) {
    expect(result.reason).not.toBe('decoder_fault');
    return;
  }
  expect(result.event['@timestamp']).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  expect(Object.getPrototypeOf(result.event)).toBe(Object.prototype);
  expect(Number.isSafeInteger(result.record)).toBe(true);
}

test('whatever a line is made into, it becomes events and rejects with valid times, and the stream goes on', () => {
  fc.assert(
    fc.property(fc.array(mutated, { maxLength: 12 }), (stream) => {
      const results: (Decoded | Reject)[] = [];
      const sink = { event: (one: Decoded) => results.push(one), reject: (one: Reject) => results.push(one) };
      const decoding = openDecoding({ now: NOW });
      stream.forEach((text, index) => {
        decoding.line(text, index + 1, sink);
      });
      decoding.flush(sink);
      const before = results.length;
      decoding.line('Feb 27 10:00:00 h sshd[1]: Invalid user x from 192.0.2.1 port 5', 99, sink);
      decoding.flush(sink);
      results.forEach(check);
      expect(results.length).toBe(before + 1);
    }),
    { numRuns: 3000 },
  );
});

test('no line is lost: each that is not blank or part of a joined record comes out by its number', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme-ascii' }), { maxLength: 20 }),
      (stream) => {
        const text = stream.map((one, index) => `${index}: ${one}`).join('\n');
        const file = new FileDecoding({ now: NOW });
        const results = [...file.push(Buffer.from(text)), ...file.end()];
        const raw = results.map((result) => result.raw).join('\n');
        expect(raw).toBe(text.endsWith('\r') ? text.slice(0, -1) : text);
      },
    ),
  );
});

test('a file gives the same however its bytes arrive', () => {
  fc.assert(
    fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.integer({ min: 1, max: 200 }), (stream, size) => {
      const bytes = Buffer.from(stream.join('\n'));
      const whole = new FileDecoding({ now: NOW });
      const parts = new FileDecoding({ now: NOW });
      const expected = [...whole.push(bytes), ...whole.end()];
      const results: (Decoded | Reject)[] = [];
      for (let at = 0; at < bytes.length; at += size) results.push(...parts.push(bytes.subarray(at, at + size)));
      results.push(...parts.end());
      expect(JSON.parse(JSON.stringify(results))).toEqual(JSON.parse(JSON.stringify(expected)));
    }),
    { numRuns: 300 },
  );
});
