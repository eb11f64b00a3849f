import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { correlatePlainly } from '../test/scenarios/correlate-plainly.ts';
import { decode, matches, rulebook } from '../test/scenarios/replay.ts';
import { ruleTexts } from './rule-texts.ts';
import { builtinRules } from './rules.ts';

const corpus = process.env['HAECHI_CORPUS'] ?? path.resolve(import.meta.dirname, '../../shared/corpus');
const logs = path.join(corpus, 'logs');

/** 16,000 lines of ordinary days on the internet, and the correlations that rightly hold in them. */
const LOGS = [
  { file: 'web/apache_logs.log', holding: [] },
  { file: 'linux/Apache_2k.log', holding: [] },
  // Two servers whose SSH port was open to the world: the attacks in them are real.
  { file: 'linux/Linux_2k.log', holding: ['Many PAM Authentication Failures from One Remote Host'] },
  {
    file: 'linux/OpenSSH_2k.log',
    holding: [
      'Many Failed SSH Logons from One Address',
      'Many PAM Authentication Failures from One Remote Host',
      'Many Unknown Accounts Tried over SSH',
    ],
  },
];

describe.skipIf(!existsSync(logs))('rules over ordinary logs (needs the corpus)', () => {
  const book = rulebook(builtinRules());
  test.each(LOGS)('$file raises nothing by a single event', ({ file, holding }) => {
    const lines = readFileSync(path.join(logs, file), 'utf8')
      .split(/\r?\n/)
      .filter((line) => line !== '');
    const { events } = decode(lines, Date.parse('2026-01-01T00:00:00Z'));
    expect(events.length).toBeGreaterThan(1_000);
    expect(matches(book, events).flatMap(({ rule, silent }) => (silent ? [] : [rule.title]))).toEqual([]);
    expect([...correlatePlainly(book, events)].map((id) => ruleTexts(id)?.title.en).sort()).toEqual(holding);
  });
});
