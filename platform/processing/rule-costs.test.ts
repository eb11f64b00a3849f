import { expect, test } from 'vitest';
import { RuleCosts } from './rule-costs.ts';

test('the cost of each rule is told once, small ones when they have summed up', () => {
  const costs = new RuleCosts();
  const told = (...pairs: [string, number][]) =>
    costs.charge([], new Map(pairs)).map(({ ruleId, costNs, fired, tenant }) => ({ ruleId, costNs, fired, tenant }));
  expect(told(['a', 5_000_000], ['b', 60_000])).toEqual([
    { ruleId: 'a', costNs: 5_000_000, fired: 0, tenant: '/root/' },
  ]);
  expect(told(['a', 5_000_000], ['b', 99_999])).toEqual([]);
  expect(told(['a', 6_000_000], ['b', 130_000])).toEqual([
    { ruleId: 'a', costNs: 1_000_000, fired: 0, tenant: '/root/' },
    { ruleId: 'b', costNs: 130_000, fired: 0, tenant: '/root/' },
  ]);
});

test('a rule that fired at the root has one row there, other tenants have theirs', () => {
  const fired = { ruleId: 'a', fired: 2, lastFired: '2026-01-01T00:00:00.000Z' };
  const activity = [
    { tenant: '/root/x/', ...fired },
    { tenant: '/root/', ...fired },
  ];
  expect(new RuleCosts().charge(activity, new Map([['a', 1e6]]))).toEqual([
    { tenant: '/root/x/', ...fired, costNs: 0 },
    { tenant: '/root/', ...fired, costNs: 1e6 },
  ]);
});
