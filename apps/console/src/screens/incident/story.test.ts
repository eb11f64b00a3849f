import type { Finding } from '@haechi/platform/api/schemas/findings.ts';
import { expect, test } from 'vitest';
import { storyOf } from './story.ts';

const finding = (ruleId: string, time: string, count = 1): Finding => ({
  id: `${ruleId}@${time}`,
  tenant: '/root/',
  time,
  ruleId,
  title: ruleId,
  level: 'high',
  attack: ['attack.execution', 'attack.t1059'],
  entities: {},
  eventIds: [],
  count,
});

test('joins findings by rule and orders steps by first appearance', () => {
  const story = storyOf([
    finding('shell', '2026-01-01T00:02:00Z'),
    finding('scan', '2026-01-01T00:03:00Z', 5),
    finding('scan', '2026-01-01T00:01:00Z', 2),
  ]);
  expect(story.map(({ ruleId, count, firstTime, lastTime }) => ({ ruleId, count, firstTime, lastTime }))).toEqual([
    { ruleId: 'scan', count: 7, firstTime: '2026-01-01T00:01:00Z', lastTime: '2026-01-01T00:03:00Z' },
    { ruleId: 'shell', count: 1, firstTime: '2026-01-01T00:02:00Z', lastTime: '2026-01-01T00:02:00Z' },
  ]);
  expect(story[0]?.attack).toEqual({ tactics: ['execution'], techniques: ['T1059'] });
});
