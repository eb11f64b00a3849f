import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LIMITS } from '../limits.ts';
import type { SigmaRule } from '../model.ts';
import { parseRules } from '../parse/rules.ts';
import { type Correlator, correlator } from './correlator.ts';
import { GroupWindow } from './group.ts';
import { snapshotOf } from './snapshot.ts';

const base = (name: string, kind = name): string => `
title: ${name}
id: id-${name}
name: ${name}
logsource: {product: test}
detection: {selection: {kind: '${kind}'}, condition: selection}
`;

const counting = (type: string, condition: string, more = ''): string => `
title: counting
id: corr
name: corr
correlation:
  type: ${type}
  rules: [a, b, c]
  group-by: [u]
  timespan: 10s
  ${condition === '' ? '' : `condition: ${condition}`}
  ${more}
`;

const NESTED = `
title: outer
id: outer
correlation: {type: temporal_ordered, rules: [corr, c], group-by: [u], timespan: 20s}
---
${counting('event_count', '{gte: 3}', 'generate: true')}`;

function rulesOf(...documents: string[]): SigmaRule[] {
  const { rules, errors } = parseRules([base('a'), base('b'), base('c'), ...documents].join('\n---\n'));
  expect(errors).toEqual([]);
  return rules;
}

interface Step {
  readonly rule: string;
  readonly timeMs: number;
  readonly user: string;
  readonly value: string;
  readonly scope: string;
}

const feed = (to: Correlator, steps: readonly Step[], from = 0) =>
  steps.flatMap(({ rule, timeMs, user, value, scope }, index) =>
    to.feed({ rule: { id: `id-${rule}` } }, { u: user, v: value }, timeMs, { scope, ref: `event ${from + index}` }),
  );

/** As it would come back from where it was kept. */
const saved = (from: Correlator): [string, unknown][] => JSON.parse(JSON.stringify([...from.snapshots()]));

const steps = fc
  .array(
    fc.record({
      rule: fc.constantFrom('a', 'b', 'c'),
      step: fc.constantFrom(0, 0, 1_000, 2_000, 4_000),
      late: fc.constantFrom(0, 0, 0, 1_500, 9_000),
      user: fc.constantFrom('x', 'y'),
      value: fc.constantFrom('1', '2', '3', '7', 'no number'),
      scope: fc.constantFrom('/root/', '/root/a/'),
    }),
    { maxLength: 60, size: 'max' },
  )
  .map((given) => {
    let now = 1_700_000_000_000;
    return given.map(({ step, late, ...one }): Step => ({ ...one, timeMs: (now += step) - late }));
  });

describe('a stream in two halves with a snapshot between is the stream in one go', () => {
  test.each([
    ['event_count', counting('event_count', '{gte: 4}')],
    ['event_count judged when the window closes', counting('event_count', '{gt: 1, lte: 3}')],
    ['value_count', counting('value_count', '{field: v, gte: 3}')],
    ['value_sum', counting('value_sum', '{field: v, gt: 9}')],
    ['value_avg', counting('value_avg', '{field: v, gte: 3}')],
    ['value_avg judged when the window closes', counting('value_avg', '{field: v, lt: 3}')],
    ['value_percentile', counting('value_percentile', '{field: v, percentile: 50, gte: 3}')],
    ['value_percentile of how rare', counting('value_percentile', '{field: v, lte: 25}')],
    ['temporal', counting('temporal', '')],
    ['temporal of some', counting('temporal', '{gte: 2}')],
    ['temporal_ordered', counting('temporal_ordered', '')],
    ['temporal_ordered of some', counting('temporal_ordered', '{gte: 2}')],
    ['correlations of correlations', NESTED],
  ])('%s', (_name, document) => {
    const rules = rulesOf(document);
    let found = 0;
    fc.assert(
      fc.property(steps, fc.nat(60), fc.boolean(), (given, cut, isReload) => {
        const whole = correlator(rules);
        const first = correlator(rules);
        const before = feed(first, given.slice(0, cut));
        const second = correlator(rules, isReload ? first : undefined);
        if (!isReload) for (const [scope, snapshot] of saved(first)) second.restore(scope, snapshot);
        const after = feed(second, given.slice(cut), Math.min(cut, given.length));
        const end = (given.at(-1)?.timeMs ?? 0) + 60_000;
        const halves = [...before, ...after, ...second.advance(end)];
        const expected = [...feed(whole, given), ...whole.advance(end)];
        found += expected.length;
        expect(halves).toEqual(expected);
      }),
      { numRuns: 300 },
    );
    expect(found).toBeGreaterThan(100);
  });
});

const at = (timeMs: number, user = 'x', scope = '/root/', rule = 'a'): Step => ({
  rule,
  timeMs,
  user,
  value: '1',
  scope,
});

test('a scope is given when its windows changed, once', () => {
  const engine = correlator(rulesOf(counting('event_count', '{gte: 3}')));
  feed(engine, [at(1, 'x', '/root/a/'), at(2, 'x', '/root/b/')]);
  const [first] = engine.snapshots();
  expect(first?.[0]).toBe('/root/a/');
  expect([...engine.snapshots()].map(([scope]) => scope)).toEqual(['/root/b/']);
  expect([...engine.snapshots()]).toEqual([]);
  feed(engine, [at(3, 'x', '/root/a/'), { ...at(-20_000, 'x', '/root/b/') }]);
  expect([...engine.snapshots()].map(([scope, { rules }]) => [scope, rules[0]?.windows[0]?.times])).toEqual([
    ['/root/a/', [1, 3]],
  ]);
});

test('a window that closes, and one that is given up, change their scopes', () => {
  const engine = correlator(rulesOf(counting('event_count', '{lte: 3}')));
  feed(engine, [at(0)]);
  saved(engine);
  expect(engine.advance(20_000)).toHaveLength(1);
  expect([...engine.snapshots()].map(([, { rules }]) => rules[0]?.windows[0]?.times)).toEqual([[]]);
  engine.forget(new Set(['/root/']));
  expect(engine.counters()[0]).toMatchObject({ groups: 0 });
  expect([...engine.snapshots()]).toEqual([]);
});

describe('windows of rules that changed', () => {
  const original = rulesOf(counting('event_count', '{gte: 3}'));
  const half = correlator(original);
  feed(half, [at(0), at(1)]);
  const kept = saved(half);
  const goesOn = (rules: SigmaRule[]): boolean[] => {
    const restored = correlator(rules);
    for (const [scope, snapshot] of kept) restored.restore(scope, snapshot);
    const running = correlator(original);
    feed(running, [at(0), at(1)]);
    return [restored, correlator(rules, running)].map((engine) => feed(engine, [at(2)]).length > 0);
  };

  test.each([
    ['nothing', original],
    ['the title and the level', rulesOf(`${counting('event_count', '{gte: 3}')}level: critical`)],
    ['another rule', [...original, ...parseRules(base('d')).rules]],
  ])('go on after a change of %s', (_name, rules) => {
    expect(goesOn(rules)).toEqual([true, true]);
  });

  test.each([
    ['the condition', rulesOf(counting('event_count', '{gte: 2}'))],
    ['the timespan', rulesOf(counting('event_count', '{gte: 3}').replace('10s', '11s'))],
    ['the grouping', rulesOf(counting('event_count', '{gte: 3}').replace('[u]', '[v]'))],
    ['aliases', rulesOf(counting('event_count', '{gte: 3}', 'aliases: {u: {a: v}}'))],
    ['the order of its rules', rulesOf(counting('event_count', '{gte: 3}').replace('a, b, c', 'b, a, c'))],
    [
      'what a rule matches that it counts',
      parseRules([base('a', '*other'), base('b'), base('c'), counting('event_count', '{gte: 3}')].join('\n---\n'))
        .rules,
    ],
    ['everything', rulesOf()],
  ])('begin anew after a change of %s', (_name, rules) => {
    expect(goesOn(rules)).toEqual([false, false]);
  });

  test('a rule that ends leaves its scopes changed', () => {
    const running = correlator(original);
    feed(running, [at(0)]);
    saved(running);
    expect([...correlator(rulesOf(), running).snapshots()]).toMatchObject([['/root/', { rules: [] }]]);
  });
});

test('where there is no room for all windows, those without an event for the longest are left out, and said so', () => {
  const [rule] = correlator(rulesOf(counting('event_count', '{gte: 3}'))).correlations;
  const state = { rule: rule!, digest: 'd', onClose: false };
  const windows = [5, 9, 7].map((timeMs) => {
    const window = new GroupWindow(rule!, { u: `at ${timeMs}` });
    window.add({ timeMs, position: 0, value: undefined, refs: ['r'] });
    return [state, { scope: '', window }] as const;
  });
  expect(snapshotOf(9, windows)).toMatchObject({ leftOut: 0 });
  const small = snapshotOf(9, windows, 300);
  expect(small.rules[0]?.windows.map(({ group }) => group)).toEqual([['at 9'], ['at 7']]);
  expect(small.leftOut).toBe(1);
});

test('only references that a match can still list are kept', () => {
  const engine = correlator(rulesOf(counting('event_count', '{gte: 1000}')));
  feed(
    engine,
    Array.from({ length: 999 }, (_, n) => at(n)),
  );
  const [entry] = saved(engine);
  const [window] = (entry![1] as { rules: { windows: { refs: unknown[] }[] }[] }).rules[0]!.windows;
  expect(window?.refs).toHaveLength(LIMITS.correlationRefs);
  const restored = correlator(rulesOf(counting('event_count', '{gte: 1000}')));
  restored.restore('/root/', entry![1]);
  expect(feed(restored, [at(999)], 999)).toEqual(feed(engine, [at(999)], 999));
});

describe('a snapshot that is damaged or made up is refused whole', () => {
  const rules = rulesOf(counting('event_count', '{gte: 2}'), counting('temporal', '').replace(/corr$/gm, 'other'));
  const source = correlator(rules);
  feed(source, [at(0), at(1, 'y', '/root/', 'b')]);
  const good = JSON.stringify(saved(source)[0]![1]);

  test.each([
    ['nothing', () => undefined],
    ['a list', () => []],
    ['another version', (it: Snapshot) => ({ ...it, version: 2 })],
    ['a time that is none', (it: Snapshot) => ({ ...it, nowMs: 'now' })],
    ['no rules', (it: Snapshot) => ({ ...it, rules: null })],
    ['a rule that is none', (it: Snapshot) => ({ ...it, rules: [...it.rules, 7] })],
    ['no windows', (it: Snapshot) => ({ ...it, rules: [{ ...it.rules[1], windows: {} }] })],
    ...(
      [
        ['group', []],
        ['group', [7]],
        ['newestMs', Number.MAX_VALUE],
        ['newestMs', -1],
        ['newestMs', null],
        ['times', [1, 0]],
        ['times', ['0']],
        ['times', Array.from({ length: LIMITS.correlationEvents + 1 }, () => 0)],
        ['positions', [3]],
        ['positions', [-1]],
        ['positions', []],
        ['values', [7]],
        ['refs', [[7]]],
        ['refs', [[], []]],
        ['refs', [Array.from({ length: LIMITS.correlationRefs + 1 }, () => 'r')]],
        ['opening', 1.5],
        ['matchedMs', true],
      ] as const
    ).map(
      ([name, value]) =>
        [`${name} ${JSON.stringify(value)?.slice(0, 20)}`, (it: Snapshot) => withWindow(it, name, value)] as const,
    ),
  ] as [string, (it: Snapshot) => unknown][])('%s', (_name, damage) => {
    const engine = correlator(rules);
    feed(engine, [at(0)]);
    saved(engine);
    expect(() => engine.restore('/root/', damage(JSON.parse(good) as Snapshot))).toThrow(
      expect.objectContaining({ code: 'correlation_state_invalid' }),
    );
    expect([...engine.snapshots()]).toEqual([]);
    expect(engine.counters().map(({ groups }) => groups)).toEqual([1, 1]);
    expect(feed(engine, [at(1)])).toHaveLength(1);
  });

  test('whatever comes, it is taken up or refused', () => {
    fc.assert(
      fc.property(fc.anything(), (given) => {
        const engine = correlator(rules);
        try {
          engine.restore('/root/', given);
        } catch (error) {
          expect(error).toMatchObject({ code: 'correlation_state_invalid' });
        }
      }),
    );
  });
});

function withWindow(it: Snapshot, name: string, value: unknown): Snapshot {
  it.rules[1]!.windows[0]![name] = value;
  return it;
}

interface Snapshot {
  rules: { windows: Record<string, unknown>[] }[];
}
