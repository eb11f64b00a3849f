import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, test } from 'vitest';
import { readQuery, WHOLE_STORE } from './gate.ts';
import { createTables, openConnection } from './open.ts';
import { sql } from './sql.ts';

test('tables that deleted by themselves do so no more', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'ttl-'));
  const connection = await openConnection(folder);
  const deleting = () =>
    connection.read(
      readQuery(WHOLE_STORE, {
        select: sql`name`,
        from: 'tables',
        where: sql`database = currentDatabase() AND engine_full LIKE '% TTL %'`,
        rest: sql`ORDER BY name`,
      }),
    );
  try {
    await createTables(connection);
    expect(await deleting()).toEqual([]);
    await connection.command('ALTER TABLE events MODIFY TTL expires DELETE');
    await connection.command('ALTER TABLE dead_letters MODIFY TTL toDateTime(time) + INTERVAL 90 DAY DELETE');
    expect(await deleting()).toEqual([{ name: 'dead_letters' }, { name: 'events' }]);
    await createTables(connection);
    expect(await deleting()).toEqual([]);
    await createTables(connection);
  } finally {
    await connection.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
