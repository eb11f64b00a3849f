import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { decode, matches, rulebook } from '../test/scenarios/replay.ts';
import { builtinRules } from './rules.ts';

const corpus = process.env['HAECHI_CORPUS'] ?? path.resolve(import.meta.dirname, '../../shared/corpus');
const logs = path.join(corpus, 'logs');

/** Logs of ordinary days: 16,000 lines in which our rules, one event at a time, must find nothing to report. */
const ORDINARY = ['web/apache_logs.log', 'linux/Linux_2k.log', 'linux/Apache_2k.log', 'linux/OpenSSH_2k.log'];

describe.skipIf(!existsSync(logs))('rules over ordinary logs (needs the corpus)', () => {
  const book = rulebook(builtinRules());
  test.each(ORDINARY)('%s raises nothing by a single event', (file) => {
    const lines = readFileSync(path.join(logs, file), 'utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    const { events } = decode(lines, Date.parse('2026-01-01T00:00:00Z'));
    expect(events.length).toBeGreaterThan(1_000);
    expect(matches(book, events).flatMap(({ rule, silent }) => (silent ? [] : [rule.title]))).toEqual([]);
  });
});
