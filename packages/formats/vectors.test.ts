import { globSync, readFileSync } from 'node:fs';
import type { Decoded, Reject } from '@haechi/event';
import { describe, expect, test } from 'vitest';
import { decoderNames } from './decoding.ts';
import { FileDecoding } from './stream/file-decoding.ts';

/** One input (the lines of a file) and what must come out of it, in order. */
interface Vector {
  readonly input: readonly string[];
  readonly path?: string;
  readonly expect: readonly Expected[];
}

interface Expected {
  readonly record: number;
  readonly reject?: string;
  readonly decoder?: string;
  readonly event?: Record<string, unknown>;
  readonly native?: Record<string, unknown>;
  readonly logsource?: Record<string, unknown>;
}

const NOW = Date.parse('2026-03-01T00:00:00Z');
const files = globSync('**/*.vectors.json', { cwd: import.meta.dirname }).sort();

function decode(vector: Vector): (Decoded | Reject)[] {
  const file = new FileDecoding({
    now: NOW,
    timeZone: 'UTC',
    ...(vector.path === undefined ? {} : { path: vector.path }),
  });
  return [...file.push(Buffer.from(vector.input.join('\n'))), ...file.end()];
}

describe.each(files)('%s', (name) => {
  const vectors = JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as Vector[];
  test.each(vectors.map((vector, index) => [index + 1, vector] as const))('vector %i', (_, vector) => {
    const results = decode(vector);
    expect(results).toHaveLength(vector.expect.length);
    results.forEach((result, index) => {
      const expected = vector.expect[index] as Expected;
      expect(result.record).toBe(expected.record);
      if (expected.reject !== undefined) {
        expect(result).toMatchObject({ reason: expected.reject });
        return;
      }
      const { decoder, event, native, logsource } = result as Decoded;
      expect(decoder).toBe(expected.decoder);
      expect(logsource).toEqual(expected.logsource);
      // Through JSON, as the store will have it: the native view has no prototype of its own.
      expect(JSON.parse(JSON.stringify(event))).toMatchObject(expected.event ?? {});
      expect(JSON.parse(JSON.stringify(native))).toMatchObject(expected.native ?? {});
    });
  });
});

test('every decoder has a vector', () => {
  const seen = new Set(
    files.flatMap((name) =>
      (JSON.parse(readFileSync(new URL(name, import.meta.url), 'utf8')) as Vector[]).flatMap((vector) =>
        vector.expect.map((expected) => expected.decoder),
      ),
    ),
  );
  expect(decoderNames().filter((name) => !seen.has(name))).toEqual([]);
});
