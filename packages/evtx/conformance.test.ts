import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { type EvtxItem, type EvtxRecord, readEvtxBytes } from './index.ts';
import { compare, emptyComparison, evtxexport, hasEvtxexport } from './test/evtxexport.ts';

const corpus = process.env['HAECHI_CORPUS'] ?? path.join(import.meta.dirname, '../../../shared/corpus');
const logs = path.join(corpus, 'evtx');
const samples = path.join(corpus, 'sigma-regression');

const read = (file: string): EvtxItem[] => [...readEvtxBytes(readFileSync(file))];
const recordsOf = (file: string): EvtxRecord[] => read(file).filter((item) => item.kind === 'record');

describe.skipIf(!existsSync(logs))('real logs (skipped without HAECHI_CORPUS/evtx)', () => {
  const { records: expected } = existsSync(logs)
    ? (JSON.parse(readFileSync(path.join(logs, 'expected.json'), 'utf8')) as { records: Record<string, number> })
    : { records: {} };
  const files = Object.keys(expected);

  test('every file gives exactly its records, and no damage', () => {
    expect(files.length).toBeGreaterThan(0);
    const counts = Object.fromEntries(
      files.map((file) => {
        const items = read(path.join(logs, file));
        expect(items.filter((item) => item.kind === 'damage')).toEqual([]);
        return [file, items.length];
      }),
    );
    expect(counts).toEqual(expected);
  });

  test('XML and JSON of every record carry the record’s own identifier', () => {
    for (const file of files) {
      for (const record of recordsOf(path.join(logs, file))) {
        const { Event } = record.json() as { Event: { System: { EventRecordID: number; Channel: string } } };
        expect(typeof Event.System.EventRecordID).toBe('number');
        expect(record.xml()).toContain(`<EventRecordID>${Event.System.EventRecordID}</EventRecordID>`);
        expect(typeof Event.System.Channel).toBe('string');
      }
    }
  });

  test.skipIf(!hasEvtxexport())(
    'every field is the same as evtxexport’s, or differs for a listed reason (skipped without evtxexport)',
    { timeout: 180_000 },
    () => {
      const result = emptyComparison();
      for (const file of files) {
        const full = path.join(logs, file);
        compare(recordsOf(full), evtxexport(full), result);
      }
      const { unread, ...figures } = result;
      expect(figures).toMatchObject({ examples: [], missing: 0, different: { unexplained: 0 } });
      expect(figures.same).toBeGreaterThan(30 * files.length);
      // What evtxexport cannot read are the records without a template instance, all of them and no others.
      const tokenOf = (record: EvtxRecord): number => record.bytes()[28]! & 0x0f;
      expect(unread.filter((record) => tokenOf(record) !== 0x01)).toEqual([]);
    },
  );
});

/**
 * The samples were made by another reader, which cuts times to microseconds and spaces off the end of text. Ours keeps
 * both, so they are cut here before comparing.
 */
function asSampled(value: unknown): unknown {
  if (typeof value === 'string')
    return value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6})\dZ$/, '$1Z').replace(/ +$/, '');
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, asSampled(inner)]));
}

describe.skipIf(!existsSync(samples))('SigmaHQ’s samples (skipped without HAECHI_CORPUS/sigma-regression)', () => {
  const names = existsSync(samples) ? readdirSync(samples).filter((file) => file.endsWith('.evtx')) : [];

  test('there are samples', () => {
    expect(names.length).toBeGreaterThan(0);
  });

  test.each(names)('%s', (name) => {
    const text = readFileSync(path.join(samples, name.replace(/evtx$/, 'json')), 'utf8');
    const expected: unknown[] = text
      .split(/^(?=\{)/m)
      .filter((part) => part.trim() !== '')
      .map((part) => JSON.parse(part));
    const ours = recordsOf(path.join(samples, name)).map((record) => asSampled(record.json()));
    expect(ours).toStrictEqual(expected);
    expect(JSON.stringify(ours)).toBe(JSON.stringify(expected));
  });
});
