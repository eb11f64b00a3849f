import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { createClient, drainStream } from '@clickhouse/client';
import { HaechiError } from '@haechi/event';
import { type EventConnection, INSERT_SETTINGS } from './connection.ts';
import { eventsFault } from './faults.ts';
import { clientReads } from './reads.ts';

/** Longer than the longest read (gate.ts), so that the server's own answer arrives, milliseconds. */
const REQUEST_MS = 90_000;

/** A server's name of a cluster stands in the DDL, so it may be a plain name only. */
const CLUSTER_NAME = /^[A-Za-z_][A-Za-z0-9_-]{0,63}$/;

/**
 * A ClickHouse server over HTTP.
 *
 * @param url `clickhouse://user:password@host:8123/database`, with `?secure=1` for HTTPS and `?cluster=NAME` where the
 *   tables are to be replicated and distributed over a cluster
 * @throws HaechiError `bad_events_url`
 */
export function remoteConnection(url: string): EventConnection {
  const { address, database, username, password, cluster } = parts(url);
  const client = createClient({
    url: address,
    database,
    username,
    password,
    request_timeout: REQUEST_MS,
    // A balancer between us hears something while a long search runs.
    clickhouse_settings: { send_progress_in_http_headers: 1, http_headers_progress_interval_ms: '10000' },
    compression: { request: true, response: true },
  });
  return {
    ...(cluster === undefined ? {} : { cluster }),
    ...clientReads(client),
    async insert({ table, columns, rows }) {
      // `insert` of the client takes values, not bytes; `exec` sends the rows as they are.
      const { stream } = await client.exec({
        query: `INSERT INTO ${table} (${columns.map(({ name }) => name).join(', ')}) FORMAT RowBinary`,
        values: Readable.from([rows], { objectMode: false }),
        // With a cluster: the shards have the rows when the insert returns, not only the server that took them.
        clickhouse_settings: {
          ...INSERT_SETTINGS,
          ...(cluster === undefined ? {} : { distributed_foreground_insert: 1 as const }),
        },
      });
      await drainStream(stream);
    },
    async bytes({ query, params }) {
      const { stream } = await client.exec({ query: `${query} FORMAT RowBinary`, query_params: { ...params } });
      return buffer(stream);
    },
    async command(query, params = {}) {
      try {
        await client.command({ query, query_params: { ...params } });
      } catch (error) {
        throw eventsFault(error);
      }
    },
    close: () => client.close(),
  };
}

function parts(text: string) {
  const url = URL.parse(text);
  const cluster = url?.searchParams.get('cluster') ?? undefined;
  if (
    url?.protocol !== 'clickhouse:' ||
    url.hostname === '' ||
    (cluster !== undefined && !CLUSTER_NAME.test(cluster))
  ) {
    throw new HaechiError('bad_events_url', {
      what: 'not the address of a ClickHouse server',
      remedy:
        'write clickhouse://user:password@host:8123/database, with ?secure=1 for HTTPS and ?cluster=NAME for a cluster',
    });
  }
  const scheme = url.searchParams.get('secure') === '1' ? 'https' : 'http';
  return {
    address: `${scheme}://${url.hostname}:${url.port === '' ? '8123' : url.port}`,
    database: url.pathname.slice(1) || 'default',
    username: decodeURIComponent(url.username) || 'default',
    password: decodeURIComponent(url.password),
    cluster,
  };
}
