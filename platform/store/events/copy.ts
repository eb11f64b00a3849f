import { HaechiError } from '@haechi/event';
import type { EventConnection } from './connection.ts';
import { localTable } from './ddl.ts';
import { readQuery, WHOLE_STORE } from './gate.ts';
import { createTables, openConnection } from './open.ts';
import { bind, type Fragment, identifier, join, render, sql } from './sql.ts';
import { type Column, TABLES, type Table } from './tables.ts';

/** Rows that are in memory at once. */
const ROWS = 20_000;

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** What would be deleted within this time is left behind: it must not vanish between copying and comparing. */
const SOON_MS = HOUR_MS;
const DEAD_LETTER_DAYS = 90;

/** How far the copy of a table is. */
export interface CopyProgress {
  readonly table: Table['name'];
  readonly rows: number;
  readonly ofRows: number;
}

/** What was copied, and what was there already from an earlier, broken-off copy. */
interface CopiedRows {
  copied: number;
  kept: number;
}

/** The rows of one hour. */
interface Slice {
  readonly startMs: number;
  readonly rows: number;
}

/**
 * Opens two event stores, brings the tables of both to the newest version and copies all rows. One of them at the most is
 * embedded: its engine knows one folder in a process.
 *
 * @param from folder, or `clickhouse://…`, as `openEvents` takes it
 * @param nowMs milliseconds since the epoch
 * @throws HaechiError `bad_events_url`, `move_differs`
 */
export async function copyEvents(
  from: string,
  to: string,
  nowMs: number,
  onProgress: (progress: CopyProgress) => void,
): Promise<CopiedRows> {
  await using opened = new AsyncDisposableStack();
  const open = async (where: string): Promise<EventConnection> => {
    const connection = opened.adopt(await openConnection(where), (one) => one.close());
    await createTables(connection);
    return connection;
  };
  return await copyRows(await open(from), await open(to), nowMs, onProgress);
}

/**
 * Copies all rows of one event store to another whose tables are there, hour by hour of their times, and compares each hour's
 * rows on both sides. An hour that is on the other side already is passed over, one that is there in part is copied anew: a
 * copy that was broken off goes on. Positions in the bus are left behind, because the other installation has a bus of its own.
 *
 * @throws HaechiError `move_differs` where an hour is not the same on both sides afterwards
 */
async function copyRows(
  from: EventConnection,
  to: EventConnection,
  nowMs: number,
  onProgress: (progress: CopyProgress) => void,
): Promise<CopiedRows> {
  const result: CopiedRows = { copied: 0, kept: 0 };
  for (const table of TABLES) {
    const kept = keptRows(table, nowMs);
    const slices = await slicesOf(from, table, kept);
    const ofRows = slices.reduce((sum, { rows }) => sum + rows, 0);
    let rows = 0;
    for (const slice of slices) {
      const wanted = await digest(from, table, kept, slice);
      const there = await digest(to, table, kept, slice);
      if (there === wanted) result.kept += slice.rows;
      else {
        if (!there.startsWith('0 ')) await remove(to, table, slice);
        await copySlice(from, to, table, kept, slice);
        if ((await digest(to, table, kept, slice)) !== wanted) throw differs(table, slice);
        result.copied += slice.rows;
      }
      rows += slice.rows;
      onProgress({ table: table.name, rows, ofRows });
    }
  }
  return result;
}

/** Rows that outlive the copy. */
function keptRows({ name }: Table, nowMs: number): Fragment {
  if (name === 'events') return sql`expires > ${time(nowMs + SOON_MS)}`;
  return name === 'dead_letters' ? sql`time > ${time(nowMs + SOON_MS - DEAD_LETTER_DAYS * DAY_MS)}` : sql`true`;
}

async function slicesOf(from: EventConnection, { name }: Table, kept: Fragment): Promise<Slice[]> {
  if (name === 'retention') return [{ startMs: 0, rows: await count(from) }];
  const rows = await from.read<{ hour: string; rows: number }>(
    readQuery(WHOLE_STORE, {
      select: sql`toString(toInt64(floor(toUnixTimestamp64Milli(time) / 3600000))) AS hour, toUInt32(count()) AS rows`,
      from: name,
      where: kept,
      rest: sql`GROUP BY hour ORDER BY toInt64(hour)`,
    }),
  );
  return rows.map(({ hour, rows }) => ({ startMs: Number(hour) * HOUR_MS, rows }));
}

async function count(from: EventConnection): Promise<number> {
  const query = readQuery(WHOLE_STORE, {
    select: sql`toUInt32(count()) AS rows`,
    from: 'retention',
    where: sql`true`,
  });
  return (await from.read<{ rows: number }>(query))[0]?.rows ?? 0;
}

async function copySlice(
  from: EventConnection,
  to: EventConnection,
  table: Table,
  kept: Fragment,
  slice: Slice,
): Promise<void> {
  const pieces = table.name === 'retention' ? 1 : Math.ceil(slice.rows / ROWS);
  for (let piece = 0; piece < pieces; piece++) {
    const inPiece =
      pieces === 1 ? sql`true` : sql`cityHash64(id) % ${bind('UInt64', pieces)} = ${bind('UInt64', piece)}`;
    const rows = await from.bytes(
      readQuery(WHOLE_STORE, {
        select: join(table.columns.map(copied), ', '),
        from: table.name,
        where: sql`${kept} AND ${within(table, slice)} AND ${inPiece}`,
      }),
    );
    if (rows.length > 0) await to.insert({ table: table.name, columns: table.columns, rows });
  }
}

/** `ROWS SUM`: how many rows an hour has, and the sum of their hashes without the positions. */
async function digest(of: EventConnection, table: Table, kept: Fragment, slice: Slice): Promise<string> {
  const hashed = join(table.columns.filter(({ name }) => name !== 'position').map(hashable), ', ');
  const [row] = await of.read<{ rows: string; total: string }>(
    readQuery(WHOLE_STORE, {
      select: sql`toString(count()) AS rows, toString(sum(cityHash64(${hashed}))) AS total`,
      from: table.name,
      where: sql`${kept} AND ${within(table, slice)}`,
    }),
  );
  return `${row?.rows ?? '0'} ${row?.total ?? '0'}`;
}

function within({ name }: Table, { startMs }: Slice): Fragment {
  if (name === 'retention') return sql`true`;
  return sql`time >= ${time(startMs)} AND time < ${time(startMs + HOUR_MS)}`;
}

async function remove(to: EventConnection, table: Table, slice: Slice): Promise<void> {
  // The newest word of each tenant wins by itself.
  if (table.name === 'retention') return;
  const { query, params } = render(within(table, slice));
  const [on, sync] = to.cluster === undefined ? ['', 1] : [` ON CLUSTER ${to.cluster}`, 2];
  await to.command(
    `ALTER TABLE ${localTable(table, to.cluster)}${on} DELETE WHERE ${query} SETTINGS mutations_sync = ${sync}`,
    params,
  );
}

function copied({ name }: Column): Fragment {
  return name === 'position' ? sql`toUInt64(0)` : identifier(name);
}

/** A map's entries lie in another order after a merge. */
function hashable({ name, type }: Column): Fragment {
  const column = identifier(name);
  return type.startsWith('Map(') ? sql`arraySort(arrayZip(mapKeys(${column}), mapValues(${column})))` : column;
}

function time(ms: number): Fragment {
  return bind("DateTime64(3, 'UTC')", new Date(ms).toISOString().slice(0, 23).replace('T', ' '));
}

function differs({ name }: Table, { startMs }: Slice): HaechiError {
  return new HaechiError('move_differs', {
    what: 'the copied rows are not the same on both sides',
    where: `${name}, ${new Date(startMs).toISOString()}`,
    remedy: 'nothing may write to either side meanwhile: stop what does, then run the same command again',
  });
}
