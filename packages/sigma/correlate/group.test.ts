import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CorrelationRule } from '../model.ts';
import { parseRules } from '../parse/rules.ts';
import { GroupWindow } from './group.ts';

const base = (name: string) => `
title: ${name}
name: ${name}
logsource: { product: linux }
detection: { selection: { f: ${name} }, condition: selection }
---`;
const { rules } = parseRules(`${['a', 'b', 'c'].map(base).join('')}
title: In order
id: 11111111-1111-4111-8111-111111111111
correlation: { type: temporal_ordered, rules: [a, b, c], group-by: [f], timespan: 1h }
`);
const rule = rules.find((each) => each.kind === 'correlation') as CorrelationRule;

test('events that come late lead to the same chains as events in order, in windows of any length', () => {
  const events = fc.array(fc.record({ timeMs: fc.nat(1_000_000), position: fc.nat(2) }), {
    maxLength: 400,
    size: 'max',
  });
  fc.assert(
    fc.property(events, fc.nat(5_000), (given, jitterMs) => {
      const figures = [0, jitterMs].map((jitter) => {
        const window = new GroupWindow(rule, {});
        const order = given
          .map((event, index) => ({ ...event, seen: event.timeMs + ((index * 7_919) % (jitter + 1)) }))
          .sort((a, b) => a.seen - b.seen || a.timeMs - b.timeMs || a.position - b.position);
        for (const { timeMs, position } of order) window.add({ timeMs, position, value: undefined, refs: [] });
        return window.figure();
      });
      expect(figures[1]).toBe(figures[0]);
    }),
    { numRuns: 100 },
  );
});

test('after each event, however late, a window knows what one knows that got all of them in order', () => {
  const events = fc.array(fc.record({ timeMs: fc.nat(8_000_000), position: fc.nat(2) }), {
    maxLength: 300,
    size: 'max',
  });
  fc.assert(
    fc.property(events, (given) => {
      const window = new GroupWindow(rule, {});
      let kept: typeof given = [];
      for (const [index, event] of given.entries()) {
        if (window.add({ ...event, value: undefined, refs: [] })) kept.push(event);
        if (index % 7 !== 0) continue;
        kept = kept.filter(({ timeMs }) => timeMs >= window.newestMs - rule.timespanMs);
        const inOrder = new GroupWindow(rule, {});
        for (const one of kept.toSorted((a, b) => a.timeMs - b.timeMs))
          inOrder.add({ ...one, value: undefined, refs: [] });
        expect(window.figure()).toBe(inOrder.figure());
      }
    }),
    { numRuns: 60 },
  );
});
