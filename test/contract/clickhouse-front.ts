import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { drainPending } from 'chdb';
import { createChdbConnection } from 'chdb/connection';

/** ClickHouse's `http_max_uri_size`: the client sends parameters in the address. */
const MAX_URI_BYTES = 1_048_576;

/** A ClickHouse to talk HTTP to. */
export interface ClickhouseFront {
  readonly port: number;
  command(query: string): Promise<void>;
  stop(): Promise<void>;
}

/**
 * ClickHouse's HTTP interface, as much as `@clickhouse/client` uses of it, over the engine in process: the query in
 * `?query=` or the body, parameters as `param_NAME`, data in the body, gzip both ways, faults as text with the code.
 */
export async function startClickhouseFront(): Promise<ClickhouseFront> {
  const folder = mkdtempSync(path.join(tmpdir(), 'front-'));
  const connection = createChdbConnection({ path: folder });
  const server = createServer({ maxHeaderSize: MAX_URI_BYTES }, async (request, response) => {
    const url = new URL(request.url ?? '/', 'http://front');
    try {
      const body = await bodyOf(request);
      const query = url.searchParams.get('query') ?? body.toString();
      const answer = url.searchParams.has('query')
        ? await insert(query, body, url.searchParams)
        : await select(query, url.searchParams);
      response.writeHead(200, { 'x-clickhouse-format': 'JSONEachRow' }).end(answer);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const code = /Code: (\d+)/.exec(message)?.[1] ?? '0';
      response.writeHead(500, { 'x-clickhouse-exception-code': code }).end(message);
    }
  });
  const insert = async (query: string, body: Buffer, search: URLSearchParams) => {
    const statement = /^INSERT INTO (\w+) \(([^)]*)\) FORMAT (\w+)/.exec(query.trim());
    if (statement === null) throw new Error(`Code: 62. DB::Exception: front: ${query.slice(0, 200)} (SYNTAX_ERROR)`);
    const [, table = '', columns = '', format = ''] = statement;
    const names = columns.split(',').map((name) => name.trim().replaceAll('`', ''));
    const settings = [...search]
      .filter(([name]) => /^(max|exclude)_/.test(name))
      .map(([name, value]) => `${name} = '${value}'`);
    const file = path.join(folder, `${randomUUID()}.rows`);
    writeFileSync(file, body);
    const set = settings.length === 0 ? '' : ` SETTINGS ${settings.join(', ')}`;
    const types = await connection.chdb.queryAsync(`DESCRIBE TABLE ${table}`, { format: 'JSONEachRow' });
    const typeOf = new Map(
      types
        .text()
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as { name: string; type: string })
        .map(({ name, type }) => [name, type]),
    );
    const structure = names
      .map((name) => `${name} ${typeOf.get(name)}`)
      .join(', ')
      .replaceAll("'", "\\'");
    await connection.chdb.queryAsync(
      `INSERT INTO ${table} (${columns})${set} SELECT ${columns} FROM file('${file}', ${format}, '${structure}')`,
    );
    rmSync(file);
    return '';
  };
  const select = async (query: string, search: URLSearchParams) => {
    // As a server does, the parameter's text is taken as it came, escapes included.
    const parameters = [...search]
      .filter(([name]) => /^param_\w+$/.test(name))
      .map(([name, value]) => `SET ${name} = '${value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}';`);
    const result = await connection.chdb.queryAsync(`${parameters.join(' ')} ${query}`, { format: 'JSONEachRow' });
    return Buffer.from(result.bytes());
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    async command(query) {
      await connection.command({ query });
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await connection.close();
      await drainPending();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  const body = Buffer.concat(pieces);
  return request.headers['content-encoding'] === 'gzip' ? gunzipSync(body) : body;
}
