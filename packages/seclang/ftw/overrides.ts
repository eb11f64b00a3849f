import { parse } from 'yaml';
import { type Expectation, expectationOf, type FtwTest } from './test-file.ts';

/** What a platform's override file says about one test. */
export interface Override {
  readonly ruleId: number;
  readonly testIds: readonly number[];
  readonly reason: string;
  /** Missing where the test is only named, to be passed over. */
  readonly output?: Expectation;
}

/** Reads a go-ftw override file: platforms whose server answers before the engine does. */
export function parseOverrides(text: string): Override[] {
  const root = parse(text, { maxAliasCount: 0 }) as { test_overrides?: Record<string, unknown>[] } | null;
  return (root?.test_overrides ?? []).map((entry) => ({
    ruleId: Number(entry['rule_id']),
    testIds: Array.isArray(entry['test_ids']) ? entry['test_ids'].map(Number) : [],
    reason: String(entry['reason'] ?? ''),
    ...(entry['output'] === undefined ? {} : { output: expectationOf(entry['output']) }),
  }));
}

/** The test with the expectations of an override in place of its own; `undefined` where it is to be passed over. */
export function overridden(test: FtwTest, overrides: readonly Override[]): FtwTest | undefined {
  const found = overrides.find(({ ruleId, testIds }) => ruleId === test.ruleId && testIds.includes(test.testId));
  if (found === undefined) return test;
  const { output } = found;
  return output === undefined ? undefined : { ...test, stages: test.stages.map(({ input }) => ({ input, output })) };
}
