import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventSource } from '../fields/source.ts';
import { LOGSOURCE, randomDetection, randomEvent, rulesOf } from '../test/random-rules.ts';
import { evaluate } from './evaluate.ts';
import { compile } from './matcher.ts';

test('the prefilter never changes a result: what matches is what the plain evaluator says', () => {
  let matched = 0;
  let judged = 0;
  fc.assert(
    fc.property(
      fc.array(randomDetection, { minLength: 1, maxLength: 40 }),
      fc.array(randomEvent, { minLength: 1, maxLength: 20 }),
      (detections, events) => {
        const rules = rulesOf(detections);
        const matcher = compile(rules);
        for (const each of events) {
          const source = eventSource(each);
          const plain = rules.filter((one) => evaluate(one.condition, source, 'none')).map((one) => one.id);
          expect(matcher.match(each, LOGSOURCE).map((match) => match.rule.id)).toEqual(plain);
          matched += plain.length;
          judged += rules.length;
        }
      },
    ),
    { numRuns: 150 },
  );
  // A property over rules that never match, or always do, would say nothing.
  expect(matched / judged).toBeGreaterThan(0.05);
  expect(matched / judged).toBeLessThan(0.95);
});

test('what a matcher learns on the way changes nothing either', () => {
  const [detections] = fc.sample(fc.array(randomDetection, { minLength: 80, maxLength: 80 }), { seed: 7, numRuns: 1 });
  const rules = rulesOf(detections!);
  const matcher = compile(rules);
  for (const each of fc.sample(randomEvent, { seed: 11, numRuns: 2_500 })) {
    const source = eventSource(each);
    const plain = rules.filter((one) => evaluate(one.condition, source, 'none')).map((one) => one.id);
    expect(matcher.match(each, LOGSOURCE).map((match) => match.rule.id)).toEqual(plain);
  }
});
