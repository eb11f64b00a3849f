import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createChdbConnection } from 'chdb/connection';
import { describe } from 'vitest';
import { openEvents } from '../../platform/store/events/store.ts';
import { eventsContract } from './events.ts';

describe('events: ClickHouse in process', () => {
  eventsContract(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'events-'));
    const store = await openEvents(folder);
    await store.migrate();
    return {
      store,
      async merge() {
        const connection = createChdbConnection({ path: folder });
        await connection.command({ query: 'OPTIMIZE TABLE events FINAL' });
        await connection.close();
      },
      async remove() {
        await store.close();
        rmSync(folder, { recursive: true, force: true });
      },
    };
  });
});
