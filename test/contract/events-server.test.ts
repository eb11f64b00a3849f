import { describe } from 'vitest';
import { openEvents } from '../../platform/store/events/store.ts';
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
