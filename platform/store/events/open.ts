import type { EventConnection } from './connection.ts';
import { ddl, localTable } from './ddl.ts';
import { embeddedConnection } from './embedded.ts';
import { readQuery, WHOLE_STORE } from './gate.ts';
import { remoteConnection } from './remote.ts';
import { bind, sql } from './sql.ts';
import { TABLES, type Table } from './tables.ts';

/**
 * Connects to where events are kept.
 *
 * @param where `clickhouse://…` for a server, else a folder of the engine in process
 * @throws HaechiError `bad_events_url`
 */
export async function openConnection(where: string): Promise<EventConnection> {
  return where.startsWith('clickhouse://') ? remoteConnection(where) : await embeddedConnection(where);
}

/** Makes the tables, or brings older ones to the newest version. */
export async function createTables(connection: EventConnection): Promise<void> {
  for (const table of TABLES) {
    for (const statement of ddl(table, connection.cluster)) await connection.command(statement);
    await withoutTimeToLive(connection, table);
  }
}

/** Tables of versions before deleted by themselves. */
async function withoutTimeToLive(connection: EventConnection, table: Table): Promise<void> {
  const name = localTable(table, connection.cluster);
  const query = readQuery(WHOLE_STORE, {
    select: sql`name`,
    from: 'tables',
    where: sql`database = currentDatabase() AND name = ${bind('String', name)} AND engine_full LIKE '% TTL %'`,
  });
  if ((await connection.read(query)).length === 0) return;
  const on = connection.cluster === undefined ? '' : ` ON CLUSTER ${connection.cluster}`;
  try {
    await connection.command(`ALTER TABLE ${name}${on} REMOVE TTL`);
  } catch (error) {
    // Another process that starts now was quicker; ClickHouse has no `IF EXISTS` for it.
    if (!String(error).includes("doesn't have any table TTL")) throw error;
  }
}
