import { describe, expect, test } from 'vitest';
import { openEvents } from '../../platform/store/events/store.ts';
import { freePort } from '../fault/server-process.ts';
import { startClickhouseFront } from './clickhouse-front.ts';
import { eventsContract } from './events.ts';

describe('events: ClickHouse over HTTP', () => {
  eventsContract(async () => {
    const front = await startClickhouseFront();
    const store = await openEvents(`clickhouse://haechi:secret@127.0.0.1:${front.port}/default`);
    await store.migrate();
    return {
      store,
      merge: () => front.command('OPTIMIZE TABLE events FINAL'),
      async remove() {
        await store.close();
        await front.stop();
      },
    };
  });
});

test('while the server is away that is said', async () => {
  const store = await openEvents(`clickhouse://haechi:secret@127.0.0.1:${await freePort()}/default`);
  await expect(store.retentionDays()).rejects.toMatchObject({ code: 'events_unreachable' });
  await expect(store.setRetention('/root/', 30)).rejects.toMatchObject({ code: 'events_unreachable' });
  await expect(store.expire(0)).rejects.toMatchObject({ code: 'events_unreachable' });
  await store.close();
});
