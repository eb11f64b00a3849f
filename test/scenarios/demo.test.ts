import { readFileSync } from 'node:fs';
import { builtinRules, DEMO_SECONDS, type DemoStep, demoLines, ruleTexts } from '@haechi/content';
import { beforeAll, describe, expect, test } from 'vitest';
import { correlatePlainly } from './correlate-plainly.ts';
import { type Played, play } from './play.ts';
import { decode, rulebook } from './replay.ts';

const NOW = Date.parse('2026-08-10T05:00:00Z');
const TENANT = '/root/demo/';
const ATTACKER = '203.0.113.66';
const expected = JSON.parse(readFileSync(new URL('./demo.expected.json', import.meta.url), 'utf8')) as Record<
  DemoStep,
  string[]
>;
const lines = demoLines(NOW);
/** A row's raw record begins with the line it came in by; lines of one source differ in it. */
const stepByLine = new Map(lines.map(({ line, step }) => [line, step]));

let played: Played;
beforeAll(() => {
  played = play(lines, TENANT);
});

const book = rulebook(builtinRules());
const correlations = new Set(book.rules.filter(({ kind }) => kind === 'correlation').map(({ id }) => id));

/** Titles of the rules that fired on single events of a step, sorted. */
function rulesOf(step: string): string[] {
  const ids = new Set(
    played.rows.filter(({ raw }) => stepByLine.get(raw.split('\n', 1)[0] ?? '') === step).map(({ id }) => id),
  );
  const found = played.findings.filter(
    ({ ruleId, eventIds }) => !correlations.has(ruleId) && eventIds.some((id) => ids.has(id)),
  );
  return [...new Set(found.map(({ title }) => title))].sort();
}

test('the scenario plays in order, within its time, and ends now', () => {
  const times = lines.map(({ time }) => time);
  expect(times).toEqual(times.toSorted((a, b) => a - b));
  expect(times[0]).toBeGreaterThanOrEqual(NOW - DEMO_SECONDS * 1000);
  expect(times.at(-1)).toBeLessThanOrEqual(NOW);
});

test('it plays at any time: the same story on another day', () => {
  const leapDay = play(demoLines(Date.parse('2028-02-29T00:10:00Z')), TENANT);
  expect(leapDay.findings.map(({ title }) => title)).toEqual(played.findings.map(({ title }) => title));
  expect(leapDay.findings.every(({ time }) => /^2028-02-2[89]T/.test(time))).toBe(true);
});

test('every line is understood, and dated as it was sent', () => {
  expect(played.dead).toEqual([]);
  const sent = new Map(lines.map(({ line, time }) => [line, time]));
  for (const { raw, time } of played.rows) {
    const due = sent.get(raw.split('\n', 1)[0] ?? '') ?? 0;
    expect(Math.abs(Date.parse(time) - due), raw).toBeLessThan(1000);
  }
});

describe.each(Object.entries(expected))('step %s', (step, titles) => {
  test(`raises ${titles.length} rules by single events`, () => {
    expect(rulesOf(step)).toEqual(titles);
  });
});

test.each([
  {
    which: 'the whole scenario',
    of: lines,
    holding: [
      'Data Dumped or Packed and Then Sent to a Public Address',
      'Many Missing Pages Asked for by One Address',
      'One Host Tries SSH or Remote Ports on Many Others',
      'SSH Logon Followed by a Burst of Discovery Commands',
      'Several Secret Files Probed by One Address',
      'Web Server Account Explores the System',
    ],
  },
  { which: 'the ordinary traffic alone', of: lines.filter(({ step }) => step === 'normal'), holding: [] },
])('correlations that hold in $which', ({ of, holding }) => {
  const { events } = decode(
    of.map(({ line }) => line),
    NOW,
  );
  const found = correlatePlainly(book, events);
  expect([...found].map((id) => ruleTexts(id)?.title.en).sort()).toEqual(holding);
});

test('the web server is one story from scan to clean-up, under the attacker’s address', () => {
  const story = played.incidents.filter(({ entities }) => entities.host?.includes('web01'));
  expect(story).toHaveLength(1);
  expect(story[0]).toMatchObject({ level: 'critical', title: 'Command Sent to a Webshell', tenant: TENANT });
  expect(story[0]?.entities.address).toContain(ATTACKER);
  expect(story[0]?.entities.user).toEqual(expect.arrayContaining(['web01|www-data', 'web01|root']));
  expect(story[0]?.tactics).toEqual(
    expect.arrayContaining([
      'reconnaissance',
      'initial-access',
      'persistence',
      'privilege-escalation',
      'lateral-movement',
    ]),
  );
});

test('nobody who only uses the shop is named', () => {
  const named = played.incidents.flatMap(({ entities }) => entities.address ?? []);
  expect(named.filter((address) => address.startsWith('198.51.100.'))).toEqual([]);
});
