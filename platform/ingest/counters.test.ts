import { expect, test } from 'vitest';
import { IntakeCounters, type SourceCount } from './counters.ts';

test('counts by tenant, source and hour, and adds each count once', async () => {
  let now = Date.parse('2026-01-01T10:59:59Z');
  const stored: SourceCount[] = [];
  const counters = new IntakeCounters({ add: async (counts) => void stored.push(...counts) }, () => now);
  counters.add('/root/a/', 'hec:x', { accepted: 3, bytes: 90 });
  counters.add('/root/a/', 'hec:x', { rejected: 1 });
  now += 1_000;
  counters.add('/root/a/', 'hec:x', { accepted: 2 });
  await counters.flush();
  await counters.flush();
  const of = (hour: string) => ({ tenant: '/root/a/', source: 'hec:x', hour });
  expect(stored).toEqual([
    { ...of('2026-01-01T10:00:00.000Z'), received: 4, accepted: 3, rejected: 1, bytes: 90, late: 0, doubled: 0 },
    { ...of('2026-01-01T11:00:00.000Z'), received: 2, accepted: 2, rejected: 0, bytes: 0, late: 0, doubled: 0 },
  ]);
  expect(counters.totals).toMatchObject({ received: 6, accepted: 5, rejected: 1 });
});

test('what the store did not take is added with what came since', async () => {
  let away = true;
  const stored: SourceCount[] = [];
  const counters = new IntakeCounters(
    {
      async add(counts) {
        if (away) throw new Error('away');
        stored.push(...counts);
      },
    },
    () => 0,
  );
  counters.add('/root/', 's', { accepted: 1 });
  await expect(counters.flush()).rejects.toThrow('away');
  counters.add('/root/', 's', { accepted: 2 });
  away = false;
  await counters.flush();
  expect(stored).toMatchObject([{ accepted: 3 }]);
});

test('made-up sources past the limit are counted together', async () => {
  const stored: SourceCount[] = [];
  const counters = new IntakeCounters({ add: async (counts) => void stored.push(...counts) }, () => 0);
  for (let i = 0; i < 10_010; i++) counters.add('/root/', `syslog:${i}`, { accepted: 1 });
  await counters.flush();
  expect(stored.length).toBe(10_001);
  expect(stored.find(({ source }) => source === 'other')?.accepted).toBe(10);
});

test('what shows later counts in the hour in which the records came in', async () => {
  const stored: SourceCount[] = [];
  const counters = new IntakeCounters({ add: async (counts) => void stored.push(...counts) }, () => 0);
  const of = { tenant: '/root/a/', source: 'hec:x', hour: '2026-01-01T10:00:00.000Z' };
  counters.addLater({ ...of, received: '2026-01-01T10:59:59.999Z', late: 2, doubled: 1 });
  await counters.flush();
  expect(stored).toEqual([{ ...of, received: 0, accepted: 0, rejected: 0, bytes: 0, late: 2, doubled: 1 }]);
  expect(counters.totals).toMatchObject({ received: 0, late: 2, doubled: 1 });
});
