import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { Worker } from 'node:worker_threads';
import { PGlite } from '@electric-sql/pglite';
import { CamelCasePlugin, type Dialect, Kysely, PGliteDialect, PostgresDialect } from 'kysely';
import { Pool, types } from 'pg';
import type { Database } from './schema.ts';
import { WIRE_PARSERS } from './wire.ts';

/** Connections to a server; each API request and each pipeline write holds one for the length of a transaction. */
const POOL_CONNECTIONS = 10;

/** How long a request waits for a free connection before it fails, milliseconds. */
const POOL_WAIT_MS = 10_000;

/** True for the address of a server, false for a folder of PGlite. */
export function isServerAddress(where: string): boolean {
  return /^postgres(?:ql)?:\/\//.test(where);
}

/**
 * Kysely on a server for `postgres://…`, else on PGlite with its data in that folder.
 *
 * @param answerMs milliseconds after which a statement that a server does not answer has failed; default no limit
 */
export async function connectState(where: string, answerMs?: number): Promise<Kysely<Database>> {
  const dialect = isServerAddress(where) ? serverDialect(where, answerMs) : await embeddedDialect(where);
  // Nested keys are data (entities, settings), not column names.
  return new Kysely<Database>({ dialect, plugins: [new CamelCasePlugin({ maintainNestedObjectKeys: true })] });
}

function serverDialect(connectionString: string, answerMs: number | undefined): Dialect {
  const pool = new Pool({
    connectionString,
    max: POOL_CONNECTIONS,
    connectionTimeoutMillis: POOL_WAIT_MS,
    // A server whose machine is gone answers nothing at all: the system finds that out, and the request fails.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // Times are read in this form, whatever the server's defaults are.
    options: '-c TimeZone=UTC -c DateStyle=ISO',
    types: { getTypeParser: serverParser as typeof types.getTypeParser },
    // Kysely gives up a connection on which the rollback is not answered either.
    ...(answerMs === undefined ? {} : { query_timeout: answerMs }),
  });
  // A connection that breaks is replaced, and what is asked of it fails; without a listener the error would end the process:
  // the pool has one for those that are idle, nobody for those that work between two statements.
  pool.on('error', () => {});
  pool.on('connect', (client) => client.on('error', () => {}));
  return new PostgresDialect({ pool });
}

/** Our own reading of a type where there is one, else the driver's. Only text results are asked for. */
function serverParser(oid: number, format?: 'text' | 'binary'): (text: string) => unknown {
  return WIRE_PARSERS[oid] ?? types.getTypeParser(oid, format ?? 'text');
}

/** The state is small and one process reads it: PostgreSQL's default of 128 MB would mostly lie empty. */
const EMBEDDED_SETTINGS = ['shared_buffers = 16MB'] as const;

/** Makes a new data folder on a thread that ends: what `initdb` allocates (250 MB) does not stay with the server. */
async function createCluster(folder: string): Promise<void> {
  const worker = new Worker(new URL('./create-cluster.ts', import.meta.url), { workerData: folder });
  const [code] = (await once(worker, 'exit')) as [number];
  if (code !== 0) throw new Error(`creating the state in ${folder} ended with code ${code}`);
}

async function embeddedDialect(folder: string): Promise<Dialect> {
  await mkdir(folder, { recursive: true });
  if (!existsSync(path.join(folder, 'PG_VERSION'))) await createCluster(folder);
  const pglite = await PGlite.create(folder, { parsers: { ...WIRE_PARSERS }, postgresqlconf: [...EMBEDDED_SETTINGS] });
  await pglite.exec(`set time zone 'UTC'; set datestyle = 'ISO'`);
  return new PGliteDialect({ pglite });
}
