import { mkdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client';
import { drainPending, Session } from 'chdb';
import { createChdbConnection } from 'chdb/connection';
import type { EventConnection } from './connection.ts';
import type { ReadQuery } from './gate.ts';
import { clientReads } from './reads.ts';
import { stagedInserts } from './staged-insert.ts';

/**
 * Connections for reading. A chDB connection runs one query at a time, and several on one data folder run side by
 * side (measured: `select 1` takes 3 ms beside a long query on another connection and waits for its end on the same).
 * Each holds a thread of libuv's pool of four while it works; one is for inserts and one stays free for files.
 */
const READERS = 2;

/**
 * Niceness of the threads that merge parts: a burst is stored first and tidied up after it. Where it does not end, inserts
 * slow down at ClickHouse's own bound of parts.
 */
const MERGE_NICENESS = 5;

/** ClickHouse in this process, its data in `folder`. One folder a process. */
export async function embeddedConnection(folder: string): Promise<EventConnection> {
  const path = resolve(folder);
  await mkdir(path, { recursive: true });
  const writer = new Session(path, { connectionArgs: [`--os_threads_nice_value_merge_mutate=${MERGE_NICENESS}`] });
  const inserts = await stagedInserts(path, async (statement) => {
    await writer.queryAsync(statement);
  });
  const readers = Array.from({ length: READERS }, () => {
    // The same interface in two copies of client-common, which differ only in how they write optional settings.
    const options = { connection: createChdbConnection({ path }) } as unknown as ClickHouseClientConfigOptions;
    const client = createClient(options);
    return { client, reads: clientReads(client), queued: 0 };
  });
  const underWay = new Set<Promise<unknown>>();
  const insideClose = <T>(work: Promise<T>): Promise<T> => {
    underWay.add(work);
    const end = () => underWay.delete(work);
    work.then(end, end);
    return work;
  };
  const onReader = <T>(work: (reader: (typeof readers)[number]) => Promise<T>): Promise<T> => {
    const reader = readers.reduce((best, other) => (other.queued < best.queued ? other : best));
    reader.queued += 1;
    return insideClose(work(reader).finally(() => (reader.queued -= 1)));
  };
  return {
    read: <T>(query: ReadQuery) => onReader(({ reads }) => reads.read<T>(query)),
    // The connection gives a result as a whole; in pieces it would hold the connection while the caller works.
    async *stream<T>(query: ReadQuery) {
      yield await onReader(({ reads }) => reads.read<T>(query));
    },
    bytes: ({ query, params }) =>
      onReader(async ({ client }) => {
        const { stream } = await client.exec({ query: `${query} FORMAT RowBinary`, query_params: { ...params } });
        return buffer(stream);
      }),
    insert: (body) => insideClose(inserts.insert(body)),
    async command(query, params = {}) {
      await onReader(({ client }) => client.command({ query, query_params: { ...params } }));
    },
    async close() {
      // The engine aborts for the rest of the process when a connection is closed that still works.
      while (underWay.size > 0) await Promise.allSettled(underWay);
      for (const { client } of readers) await client.close();
      await writer.close();
      await drainPending();
    },
  };
}
