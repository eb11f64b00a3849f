import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { IntakeBatch } from '../store/ports.ts';
import { normaliseBatch } from './normalise.ts';

const batch = (records: string[], more: Partial<IntakeBatch> = {}): IntakeBatch => ({
  position: 9,
  tenant: '/root/acme/',
  source: 'hec:main',
  received: '2026-03-01T00:00:00.000Z',
  format: '',
  timeZone: 'UTC',
  records,
  ...more,
});

const SSHD = 'Mar  1 08:00:01 web01 sshd[77]: Failed password for kim from 203.0.113.9 port 4711 ssh2';

test('rows carry the tenant of the batch, deterministic ids, and the zone of the sender', () => {
  const { rows } = normaliseBatch(batch([SSHD], { timeZone: 'Asia/Seoul' }), 'bus');
  expect(rows).toMatchObject([
    { id: 'bus.9.1', tenant: '/root/acme/', position: 9, time: '2026-02-28T23:00:01.000Z', decoder: 'sshd', raw: SSHD },
  ]);
});

test('what the sender said beside a record fills what the record left open', () => {
  const meta = [
    { time: '2026-02-27T00:00:00.000Z', host: 'app07', source: '/var/log/app.log', fields: { env: 'prod' } },
    null,
  ];
  const { rows } = normaliseBatch(batch(['started', 'stopped'], { meta }), 'bus');
  expect(rows[0]).toMatchObject({
    time: '2026-02-27T00:00:00.000Z',
    source: '/var/log/app.log',
    event: { host: { name: 'app07' }, labels: { env: 'prod' } },
  });
  expect(rows[1]).toMatchObject({ time: '2026-03-01T00:00:00.000Z', source: 'hec:main' });
});

test('a format or a zone that nobody knows falls back instead of holding up the stream', () => {
  const { rows, dead } = normaliseBatch(batch([SSHD], { format: '_json', timeZone: 'Mars/Olympus' }), 'bus');
  expect(rows).toMatchObject([{ decoder: 'sshd', time: '2026-03-01T08:00:01.000Z' }]);
  expect(dead).toEqual([]);
});

test('several events of one record have ids of their own', () => {
  const record = JSON.stringify({
    Records: [1, 2, 3].map((id) => ({
      eventVersion: '1.08',
      eventSource: 's3.amazonaws.com',
      eventName: `E${id}`,
      eventTime: '2026-02-28T00:00:00Z',
      awsRegion: 'x',
    })),
  });
  const { rows } = normaliseBatch(batch([record, SSHD]), 'bus');
  expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  expect(rows.length).toBeGreaterThanOrEqual(4);
});

test('whatever comes in, every record is a row or a dead letter with an id of its own, and a replay is the same', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.string({ unit: 'binary' }), fc.json(), fc.constant(SSHD), fc.constant('')), {
        maxLength: 20,
      }),
      (records) => {
        const once = normaliseBatch(batch(records), 'bus');
        const ids = [...once.rows, ...once.dead].map(({ id }) => id);
        expect(new Set(ids).size).toBe(ids.length);
        for (const row of once.rows)
          expect(new Date(row.time).toISOString()).toBe(
            row.time.length === 24 ? row.time : new Date(row.time).toISOString(),
          );
        expect(normaliseBatch(batch(records), 'bus')).toEqual(once);
      },
    ),
    { numRuns: 200 },
  );
});

test('an event of the future takes the time of its receipt and keeps what it said', () => {
  const at = (time: string) =>
    normaliseBatch(batch([JSON.stringify({ '@timestamp': time, message: 'x', tags: ['own'] })]), 'bus').rows[0];
  const ahead = at('2026-03-02T00:00:00.001Z');
  expect(ahead).toMatchObject({
    time: '2026-03-01T00:00:00.000Z',
    event: { '@timestamp': '2026-03-01T00:00:00.000Z', labels: { stated_time: '2026-03-02T00:00:00.001Z' } },
  });
  expect(ahead?.event.tags).toContain('clock_ahead');
  for (const kept of ['2026-03-02T00:00:00.000Z', '1999-01-01T00:00:00.000Z']) {
    expect(at(kept)?.time).toBe(kept);
    expect(at(kept)?.event.tags ?? []).not.toContain('clock_ahead');
  }
});
