import { HaechiError } from '@haechi/event';
import type { EncodedEvents, EventStore } from '../ports.ts';
import { storedBetween } from './by-position.ts';
import type { EventConnection } from './connection.ts';
import { localTable } from './ddl.ts';
import { encodeEvents } from './encoded.ts';
import { deleteExpired } from './expire.ts';
import { ownRows, readQuery, WHOLE_STORE } from './gate.ts';
import { createTables, openConnection } from './open.ts';
import { DEFAULT_RETENTION_DAYS, EXPIRES_ANEW, retention } from './retention.ts';
import { EVENT_INSERT_COLUMNS, writeDeadLetter } from './row.ts';
import { RowBinary } from './row-binary.ts';
import { searches } from './search.ts';
import { bind, sql } from './sql.ts';
import { DEAD_LETTER_COLUMNS, RETENTION_COLUMNS, TABLES } from './tables.ts';

/** A person's lifetime: what the retention setting accepts at most, days. */
const RETENTION_DAYS_MAX = 36_500;

/** Ids of one question: the text of a query may be 256 KiB long. */
const IDS_ASKED = 2_000;

/**
 * Opens the event store.
 *
 * @param where `clickhouse://…` for a server, else a folder that chDB keeps its data in (created where missing; one
 *   process at a time)
 */
export async function openEvents(where: string, now: () => number = Date.now): Promise<EventStore> {
  return eventStore(await openConnection(where), now);
}

/** The store over a connection. */
function eventStore(connection: EventConnection, now: () => number): EventStore {
  const kept = retention(connection);
  const insertEvents = async ({ ids, rows }: EncodedEvents): Promise<void> => {
    if (ids.length > 0) await connection.insert({ table: 'events', columns: EVENT_INSERT_COLUMNS, rows });
  };
  return {
    migrate: () => createTables(connection),
    async insert(rows) {
      if (rows.length === 0) return;
      await kept.refresh(now());
      await insertEvents(encodeEvents(rows, kept.all()));
    },
    insertEncoded: insertEvents,
    async retentionDays() {
      await kept.refresh(now());
      return kept.all();
    },
    async insertDeadLetters(letters) {
      if (letters.length === 0) return;
      const out = new RowBinary();
      for (const letter of letters) writeDeadLetter(out, letter);
      await connection.insert({ table: 'dead_letters', columns: DEAD_LETTER_COLUMNS, rows: out.done() });
    },
    async removeDeadLetters(scope, ids) {
      const table = TABLES.find(({ name }) => name === 'dead_letters');
      if (table === undefined || ids.length === 0) return;
      const on = connection.cluster === undefined ? '' : ` ON CLUSTER ${connection.cluster}`;
      const { condition, params } = ownRows(scope, ids);
      await connection.command(
        `ALTER TABLE ${localTable(table, connection.cluster)}${on} DELETE WHERE ${condition} SETTINGS mutations_sync = 1`,
        params,
      );
    },
    async storedIdsFrom(position) {
      const query = readQuery(WHOLE_STORE, {
        select: sql`id`,
        from: 'events',
        where: sql`position >= ${bind('UInt64', position)}`,
      });
      const ids = new Set<string>();
      for await (const rows of connection.stream<{ id: string }>(query)) for (const { id } of rows) ids.add(id);
      return ids;
    },
    async storedAmong(asked, position) {
      const known = new Set<string>();
      for (let from = 0; from < asked.length; from += IDS_ASKED) {
        const ids = bind('Array(String)', asked.slice(from, from + IDS_ASKED));
        const query = readQuery(WHOLE_STORE, {
          select: sql`id`,
          from: 'events',
          where: sql`position >= ${bind('UInt64', position)} AND id IN (${ids})`,
        });
        for await (const rows of connection.stream<{ id: string }>(query)) for (const { id } of rows) known.add(id);
      }
      return known;
    },
    storedBetween: storedBetween(connection),
    ...searches(connection),
    async setRetention(tenant, days) {
      if (!Number.isInteger(days) || days < 1 || days > RETENTION_DAYS_MAX) throw badRetention(days);
      const [events] = TABLES;
      if (events === undefined) return;
      const [newest] = await connection.read<{ updated: string; days: number }>(
        readQuery(WHOLE_STORE, {
          select: sql`toString(toUnixTimestamp64Milli(updated)) AS updated, days`,
          from: 'retention',
          where: sql`tenant = ${bind('String', tenant)}`,
        }),
      );
      const out = new RowBinary();
      out.text(tenant);
      out.uint32(days);
      // The newest word wins, also where the one before was said while the clock was ahead.
      out.int64(Math.max(now(), Number(newest?.updated ?? 0) + 1));
      await connection.insert({ table: 'retention', columns: RETENTION_COLUMNS, rows: out.done() });
      kept.remember(tenant, days);
      // The stored rows follow: only this column of the tenant's parts is written anew.
      const on = connection.cluster === undefined ? '' : ` ON CLUSTER ${connection.cluster}`;
      await connection.command(
        `ALTER TABLE ${localTable(events, connection.cluster)}${on} ` +
          `UPDATE expires = ${EXPIRES_ANEW} WHERE tenant = {tenant:String} SETTINGS mutations_sync = 1`,
        { days, tenant, before: newest?.days ?? DEFAULT_RETENTION_DAYS },
      );
    },
    expire: (beforeMs) => deleteExpired(connection, beforeMs),
    close: () => connection.close(),
  };
}

function badRetention(days: number): HaechiError {
  return new HaechiError('bad_retention', {
    what: `events are kept for 1 to ${RETENTION_DAYS_MAX} whole days`,
    where: String(days),
    remedy: 'give a number of days in that range',
  });
}
