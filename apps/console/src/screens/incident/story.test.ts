import type { Finding } from '@haechi/platform/api/schemas/findings.ts';
import { expect, test } from 'vitest';
import { storyOf } from './story.ts';

const finding = (ruleId: string, time: string, count = 1, eventIds: string[] = []): Finding => ({
  id: `${ruleId}@${time}`,
  tenant: '/root/',
  time,
  ruleId,
  title: ruleId,
  level: 'high',
  attack: ['attack.execution', 'attack.t1059'],
  entities: {},
  eventIds,
  count,
});

test('joins findings by rule and orders steps by first appearance', () => {
  const story = storyOf(
    [
      finding('shell', '2026-01-01T00:02:00Z'),
      finding('scan', '2026-01-01T00:03:00Z', 5),
      finding('scan', '2026-01-01T00:01:00Z', 2),
    ],
    new Map(),
  );
  expect(story.map(({ ruleId, count, firstTime, lastTime }) => ({ ruleId, count, firstTime, lastTime }))).toEqual([
    { ruleId: 'scan', count: 7, firstTime: '2026-01-01T00:01:00Z', lastTime: '2026-01-01T00:03:00Z' },
    { ruleId: 'shell', count: 1, firstTime: '2026-01-01T00:02:00Z', lastTime: '2026-01-01T00:02:00Z' },
  ]);
  expect(story[0]?.attack).toEqual({ tactics: ['execution'], techniques: ['T1059'] });
});

test('a step begins with its first event, though its finding carries the time of the last', () => {
  const times = new Map([
    ['e1', '2026-01-01T00:00:30Z'],
    ['e2', '2026-01-01T00:05:00Z'],
  ]);
  const story = storyOf(
    [finding('login', '2026-01-01T00:01:00Z'), finding('burst', '2026-01-01T00:05:00Z', 2, ['e2', 'e1'])],
    times,
  );
  expect(story.map(({ ruleId, firstTime }) => [ruleId, firstTime])).toEqual([
    ['burst', '2026-01-01T00:00:30Z'],
    ['login', '2026-01-01T00:01:00Z'],
  ]);
});
