import { expect, test } from 'vitest';
import { priorityOf, stakesOf, writeStake } from './priority.ts';

test.each([
  ['medium', [], 'medium'],
  ['medium', ['critical|asset|db'], 'high'],
  ['high', ['critical|asset|db'], 'critical'],
  ['critical', ['critical|asset|db'], 'critical'],
  ['informational', ['critical|asset|db'], 'low'],
  ['medium', ['high|user|kim'], 'high'],
  ['high', ['high|user|kim'], 'high'],
  ['critical', ['high|user|kim'], 'critical'],
  ['high', ['high|left|lee', 'critical|asset|db'], 'critical'],
  ['high', ['nonsense', 'grave|asset|db', 'critical|thing|x'], 'high'],
] as const)('%s with %j is %s', (level, stake, priority) => {
  expect(priorityOf(level, { stake: [...stake] })).toBe(priority);
});

test('a name may hold anything; the gravest comes first', () => {
  const stakes = [
    { kind: 'privileged', criticality: 'high', name: 'kim' },
    { kind: 'asset', criticality: 'critical', name: 'db|1 결제' },
  ] as const;
  expect(stakesOf({ stake: stakes.map(writeStake) })).toEqual([stakes[1], stakes[0]]);
  expect(stakesOf({})).toEqual([]);
});
