import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../limits.ts';
import type { CorrelationRule, DetectionRule, SigmaRule } from '../model.ts';
import { parseRules } from '../parse/rules.ts';
import { type CorrelationMatch, type Correlator, correlator } from './correlator.ts';

const base = (name: string): string => `
title: ${name}
id: id-${name}
name: ${name}
logsource: {product: test}
detection: {selection: {kind: ${name}}, condition: selection}
`;

function load(correlation: string, ...names: string[]): { correlation: Correlator; rules: SigmaRule[] } {
  const { rules, errors } = parseRules([...names.map(base), correlation].join('\n---\n'));
  expect(errors).toEqual([]);
  return { correlation: correlator(rules), rules };
}

interface Happening {
  readonly rule: string;
  readonly timeMs: number;
  readonly event: Readonly<Record<string, unknown>>;
}

function feedAll(correlation: Correlator, happenings: readonly Happening[]): CorrelationMatch[] {
  return happenings.flatMap(({ rule, timeMs, event }, index) =>
    correlation.feed({ rule: { id: `id-${rule}` } }, event, timeMs, { ref: String(index) }),
  );
}

const failures = (condition: string, extra = ''): string => `
title: failures
id: corr
correlation:
  type: event_count
  rules: [a]
  group-by: [User]
  timespan: 10s
  condition: ${condition}
${extra}`;

describe('event_count', () => {
  const at = (seconds: number, user = 'u'): Happening => ({ rule: 'a', timeMs: seconds * 1000, event: { User: user } });

  test('speaks when the threshold is reached inside the timespan, once in a timespan', () => {
    const { correlation } = load(failures('{gte: 3}'), 'a');
    const found = feedAll(correlation, [at(0), at(5), at(10), at(11), at(12), at(21)]);
    expect(found.map(({ timeMs, figure, refs }) => ({ timeMs, figure, refs }))).toEqual([
      { timeMs: 10_000, figure: 3, refs: ['0', '1', '2'] },
      { timeMs: 21_000, figure: 3, refs: ['3', '4', '5'] },
    ]);
  });

  test('groups and scopes do not mix; an event without the field has no group', () => {
    const { correlation } = load(failures('{gte: 2}'), 'a');
    expect(feedAll(correlation, [at(0, 'x'), at(1, 'y'), { ...at(2), event: {} }])).toEqual([]);
    expect(correlation.counters()[0]).toMatchObject({ groups: 2, ungrouped: 1 });
    const other = correlation.feed({ rule: { id: 'id-a' } }, { User: 'x' }, 3_000, { scope: 'another tenant' });
    expect(other).toEqual([]);
    expect(feedAll(correlation, [at(4, 'x')])).toMatchObject([{ group: { User: 'x' }, scope: '', count: 2 }]);
  });

  test('an upper bound is judged when the window closes', () => {
    const { correlation } = load(failures('{gt: 1, lte: 2}'), 'a');
    expect(feedAll(correlation, [at(0), at(1), at(0, 'w'), at(1, 'w'), at(2, 'w')])).toEqual([]);
    expect(correlation.advance(10_000)).toEqual([]);
    expect(correlation.advance(10_001)).toMatchObject([{ group: { User: 'u' }, figure: 2, firstMs: 0, timeMs: 1_000 }]);
    expect(correlation.advance(30_000)).toEqual([]);
  });

  test('late events count in their place, those before the window do not', () => {
    const { correlation } = load(failures('{gte: 3}'), 'a');
    expect(feedAll(correlation, [at(20), at(15), at(9)])).toEqual([]);
    expect(correlation.counters()[0]).toMatchObject({ late: 1 });
    expect(feedAll(correlation, [at(12)])).toMatchObject([{ firstMs: 12_000, timeMs: 20_000 }]);
  });

  test('a full group gives up its oldest event and says so', () => {
    const { correlation } = load(failures(`{gte: ${LIMITS.correlationEvents}}`), 'a');
    for (let i = 0; i < LIMITS.correlationEvents + 5; i++) correlation.feed({ rule: { id: 'id-a' } }, { User: 'u' }, 1);
    expect(correlation.counters()[0]).toMatchObject({ evictedEvents: 5, matched: 1 });
  });

  test('too many groups give up the oldest and say so', () => {
    const { correlation } = load(failures('{gte: 2}'), 'a');
    for (let i = 0; i <= LIMITS.correlationGroups; i++) correlation.feed({ rule: { id: 'id-a' } }, { User: i }, 1);
    expect(correlation.counters()[0]).toMatchObject({ groups: LIMITS.correlationGroups, evictedGroups: 1 });
  });
});

describe('what is refused', () => {
  const reasons = (text: string): string[] => correlator(parseRules(text).rules).rejected.map(({ code }) => code);

  test('rules that are not there, circles, counts past the limit', () => {
    expect(reasons(failures('{gte: 2}'))).toEqual(['unknown_rule']);
    expect(reasons(failures('{gte: 2}').replace('[a]', '[corr]'))).toEqual(['invalid_correlation']);
    expect(reasons(`${base('a')}\n---\n${failures(`{gte: ${LIMITS.correlationEvents + 1}}`)}`)).toEqual([
      'limit_exceeded',
    ]);
    expect(reasons(`${base('a')}\n---\n${failures(`{gte: ${LIMITS.correlationEvents}}`)}`)).toEqual([]);
  });

  test.each([
    ['type: nothing', 'type: event_count'],
    ['timespan: 10', 'timespan: 10s'],
    ['timespan: 0s', 'timespan: 10s'],
    ['condition: {most: 3}', 'condition: {gte: 2}'],
    ['condition: {gte: many}', 'condition: {gte: 2}'],
    ['type: value_count', 'type: event_count'],
    ['rules: []', 'rules: [a]'],
  ])('%s', (bad, good) => {
    const { errors } = parseRules(failures('{gte: 2}').replace(good, bad));
    expect(errors.map(({ code }) => code)).toEqual(['invalid_correlation']);
  });
});

test('an alias names the same thing in events of different rules', () => {
  const { correlation } = load(
    `
title: both ends
id: corr
correlation:
  type: temporal
  rules: [a, b]
  group-by: [ip]
  timespan: 10s
  aliases: {ip: {a: source.ip, b: destination.ip}}
`,
    'a',
    'b',
  );
  const event = { source: { ip: '10.0.0.1' }, destination: { ip: '10.0.0.2' } };
  const back = { source: { ip: '10.0.0.3' }, destination: { ip: '10.0.0.1' } };
  expect(
    feedAll(correlation, [
      { rule: 'a', timeMs: 0, event },
      { rule: 'b', timeMs: 1, event },
    ]),
  ).toEqual([]);
  expect(feedAll(correlation, [{ rule: 'b', timeMs: 2, event: back }])).toMatchObject([{ group: { ip: '10.0.0.1' } }]);
});

test('correlations feed correlations; the inner one only speaks where it generates', () => {
  const chain = (generate: string): string => `
title: failures then success
id: outer
correlation:
  type: temporal_ordered
  rules: [many, b]
  group-by: [User]
  timespan: 10s
  ${generate}
---
title: many failures
id: inner
name: many
correlation:
  type: event_count
  rules: [a]
  group-by: [User, Host]
  timespan: 10s
  condition: {gte: 3}
`;
  const stream = [0, 1, 2].map((s): Happening => ({ rule: 'a', timeMs: s * 1000, event: { User: 'u', Host: 'h' } }));
  const success: Happening = { rule: 'b', timeMs: 5_000, event: { User: 'u', Host: 'other' } };
  const quiet = feedAll(load(chain(''), 'a', 'b').correlation, [success, ...stream, { ...success, timeMs: 6_000 }]);
  expect(quiet.map(({ rule }) => rule.id)).toEqual(['outer']);
  const both = feedAll(load(chain('generate: true'), 'a', 'b').correlation, [...stream, success]);
  expect(both.map(({ rule, refs }) => [rule.id, refs])).toEqual([
    ['inner', ['0', '1', '2']],
    ['outer', ['0', '1', '2', '3']],
  ]);
});

describe('against a plain evaluator', () => {
  const stream = fc.array(
    fc.record({
      rule: fc.constantFrom('a', 'b', 'c'),
      step: fc.constantFrom(0, 1, 2, 5, 9),
      user: fc.constantFrom('x', 'y'),
      value: fc.constantFrom('1', '2', '3', '7'),
    }),
    { maxLength: 40 },
  );
  const kinds = fc.constantFrom(
    ['event_count', '{gte: 4}'],
    ['event_count', '{gt: 2}'],
    ['value_count', '{field: v, gte: 3}'],
    ['value_sum', '{field: v, gt: 9}'],
    ['value_avg', '{field: v, gte: 3}'],
    ['value_percentile', '{field: v, percentile: 50, gte: 3}'],
    ['value_percentile', '{field: v, lte: 25}'],
    ['temporal', undefined],
    ['temporal', '{gte: 2}'],
    ['temporal_ordered', undefined],
    ['temporal_ordered', '{gte: 2}'],
  );

  test('says the same on random streams', () => {
    fc.assert(
      fc.property(kinds, stream, ([type, condition], steps) => {
        const { correlation } = load(
          `
title: t
id: corr
correlation:
  type: ${type}
  rules: [a, b, c]
  group-by: [u]
  timespan: 10s
  ${condition === undefined ? '' : `condition: ${condition}`}
`,
          'a',
          'b',
          'c',
        );
        let now = 0;
        const happenings = steps.map(({ rule, step, user, value }): Happening => {
          now += step * 1000;
          return { rule, timeMs: now, event: { u: user, v: value } };
        });
        const got = feedAll(correlation, happenings).map(({ timeMs, group, count }) => [timeMs, group['u'], count]);
        expect(got).toEqual(plainly(correlation.correlations[0]!, happenings));
      }),
      { numRuns: 1_500 },
    );
  });
});

/** Looks at the whole window again at each event. */
function plainly(rule: CorrelationRule, happenings: readonly Happening[]): unknown[] {
  const found: unknown[] = [];
  const spoke = new Map<unknown, number>();
  for (const [index, last] of happenings.entries()) {
    const user = last.event['u'];
    const window = happenings
      .slice(0, index + 1)
      .filter(({ timeMs, event }) => event['u'] === user && timeMs >= last.timeMs - rule.timespanMs);
    const figure = plainFigure(rule, window);
    const holds = rule.bounds.every(({ op, number }) =>
      op === 'gte' ? figure >= number : op === 'gt' ? figure > number : figure <= number,
    );
    if (!holds || last.timeMs - (spoke.get(user) ?? Number.NEGATIVE_INFINITY) <= rule.timespanMs) continue;
    spoke.set(user, last.timeMs);
    found.push([last.timeMs, user, window.length]);
  }
  return found;
}

function plainFigure(rule: CorrelationRule, window: readonly Happening[]): number {
  const values = window.map(({ event }) => Number(event['v']));
  const sum = values.reduce((a, b) => a + b, 0);
  switch (rule.type) {
    case 'event_count':
      return window.length;
    case 'value_count':
      return new Set(values).size;
    case 'value_sum':
      return sum;
    case 'value_avg':
      return sum / values.length;
    case 'value_percentile': {
      if (rule.percentile === undefined)
        return (values.filter((value) => value === values.at(-1)).length / values.length) * 100;
      const sorted = values.toSorted((a, b) => a - b);
      return sorted[Math.ceil((rule.percentile / 100) * sorted.length) - 1]!;
    }
    case 'temporal':
      return new Set(window.map(({ rule: name }) => name)).size;
    case 'temporal_ordered':
      return longestChain(window.map(({ rule: name }) => 'abc'.indexOf(name)));
  }
}

/** Longest strictly rising subsequence. */
function longestChain(positions: readonly number[]): number {
  const best: number[] = [];
  for (const [i, position] of positions.entries())
    best[i] = 1 + Math.max(0, ...positions.slice(0, i).map((before, j) => (before < position ? best[j]! : 0)));
  return Math.max(0, ...best);
}

test('feeding takes what the matcher gives', () => {
  const { rules, errors } = parseRules(`${base('a')}\n---\n${failures('{gte: 1}')}`);
  expect(errors).toEqual([]);
  const rule = rules.find((each): each is DetectionRule => each.kind === 'detection')!;
  const found = correlator(rules).feed({ rule }, { User: 'u', kind: 'a' }, 0);
  expect(found).toMatchObject([{ rule: { id: 'corr' }, group: { User: 'u' } }]);
});

describe('clocks that are wrong', () => {
  const YEAR = 365 * 86_400_000;
  const feed = (correlation: Correlator, claimedMs: number, receivedMs: number, user = 'u') =>
    correlation.feed({ rule: { id: 'id-a' } }, { User: user }, claimedMs, { receivedMs });

  test('an event of the future does not blind a group for what comes after it', () => {
    const { correlation } = load(failures('{gte: 3}'), 'a');
    expect([feed(correlation, YEAR, 0), feed(correlation, 1_000, 1_000)]).toEqual([[], []]);
    expect(feed(correlation, 2_000, 2_000)).toMatchObject([{ figure: 3, firstMs: 0, timeMs: 2_000 }]);
  });

  test('after the clock of the server was set back, a group begins anew', () => {
    const { correlation } = load(failures('{gte: 3}'), 'a');
    for (let second = 0; second < 3; second++) feed(correlation, YEAR + second * 1_000, YEAR + second * 1_000);
    const found = [0, 1, 2].map((second) => feed(correlation, second * 1_000, second * 1_000).length);
    expect(found).toEqual([0, 0, 1]);
  });

  test('conditions that are judged when a window closes go on after the clock was set back', () => {
    const { correlation } = load(failures('{gte: 1, lte: 2}'), 'a');
    feed(correlation, YEAR, YEAR);
    feed(correlation, 0, 0);
    feed(correlation, 1_000, 1_000);
    expect(feed(correlation, 11_000, 11_000, 'other')).toMatchObject([{ group: { User: 'u' }, figure: 2, firstMs: 0 }]);
  });

  test('another group of the future does not close the windows of today', () => {
    const { correlation } = load(failures('{lte: 2}'), 'a');
    feed(correlation, 0, 0);
    expect(feed(correlation, YEAR, 1_000, 'other')).toEqual([]);
  });
});
