import type { EventConnection } from './connection.ts';
import { localTable } from './ddl.ts';
import { readQuery, WHOLE_STORE } from './gate.ts';
import { bind, type Fragment, render, sql } from './sql.ts';
import { TABLES, type Table } from './tables.ts';

/** Days that dead letters are kept. */
const DEAD_LETTER_DAYS = 90;
const DAY_SECONDS = 86_400;

/**
 * Begins to delete the rows that are past their time at an instant; ClickHouse goes on with it in the background, part by
 * part, and parts without such rows are left as they are.
 *
 * @param beforeMs milliseconds since the epoch
 * @returns whether there were any
 */
export async function deleteExpired(connection: EventConnection, beforeMs: number): Promise<boolean> {
  let some = false;
  for (const table of TABLES) {
    const past = pastAt(table, Math.floor(beforeMs / 1_000));
    if (past === undefined || !(await hasAny(connection, table, past))) continue;
    some = true;
    const { query, params } = render(past);
    const on = connection.cluster === undefined ? '' : ` ON CLUSTER ${connection.cluster}`;
    await connection.command(`ALTER TABLE ${localTable(table, connection.cluster)}${on} DELETE WHERE ${query}`, params);
  }
  return some;
}

function pastAt({ name }: Table, seconds: number): Fragment | undefined {
  if (name === 'events') return sql`toUnixTimestamp(expires) <= ${bind('UInt64', seconds)}`;
  if (name !== 'dead_letters') return undefined;
  return sql`toUnixTimestamp64Milli(time) <= ${bind('Int64', (seconds - DEAD_LETTER_DAYS * DAY_SECONDS) * 1_000)}`;
}

async function hasAny(connection: EventConnection, { name }: Table, past: Fragment): Promise<boolean> {
  const query = readQuery(WHOLE_STORE, { select: sql`1 AS one`, from: name, where: past, rest: sql`LIMIT 1` });
  return (await connection.read(query)).length > 0;
}
