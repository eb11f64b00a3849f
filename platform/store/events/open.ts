import type { EventConnection } from './connection.ts';
import { ddl, localTable } from './ddl.ts';
import { embeddedConnection } from './embedded.ts';
import { remoteConnection } from './remote.ts';
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

/** Tables of versions before deleted by themselves; ClickHouse has no `IF EXISTS` for it. */
async function withoutTimeToLive(connection: EventConnection, table: Table): Promise<void> {
  const on = connection.cluster === undefined ? '' : ` ON CLUSTER ${connection.cluster}`;
  try {
    await connection.command(`ALTER TABLE ${localTable(table, connection.cluster)}${on} REMOVE TTL`);
  } catch (error) {
    if (!String(error).includes("doesn't have any table TTL")) throw error;
  }
}
