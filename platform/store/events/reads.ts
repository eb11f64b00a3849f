import type { ClickHouseClient } from '@clickhouse/client';
import type { EventConnection } from './connection.ts';
import { eventsFault } from './faults.ts';

/** The read half of a connection on a client, whatever engine the client talks to. */
export function clientReads(client: ClickHouseClient): Pick<EventConnection, 'read' | 'stream'> {
  return {
    async read<T>({ query, params }: Parameters<EventConnection['read']>[0]) {
      try {
        const result = await client.query({ query, query_params: { ...params }, format: 'JSONEachRow' });
        return await result.json<T>();
      } catch (error) {
        throw eventsFault(error);
      }
    },
    async *stream<T>({ query, params }: Parameters<EventConnection['read']>[0]) {
      try {
        const result = await client.query({ query, query_params: { ...params }, format: 'JSONEachRow' });
        for await (const rows of result.stream<T>()) yield rows.map((row) => row.json<T>());
      } catch (error) {
        throw eventsFault(error);
      }
    },
  };
}
