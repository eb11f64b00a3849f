import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatabaseSync } from 'node:sqlite';

/** A site with SQL injection wherever a request has a value, and something to steal. */
export interface InjectableSite extends AsyncDisposable {
  readonly origin: string;
  /** What must not come out. */
  readonly secret: string;
  /** Requests that reached it. */
  readonly requests: () => number;
}

const MOST_BODY = 1_000_000;

/** Opens the site on a free port: values go into its SQL as they are, and its answers show rows and errors. */
export async function openInjectableSite(): Promise<InjectableSite> {
  const secret = `secret-${randomBytes(8).toString('hex')}`;
  const db = new DatabaseSync(':memory:');
  db.exec('create table items (id integer, name text, price integer); create table users (name text, password text)');
  for (let id = 1; id <= 20; id++) db.prepare('insert into items values (?, ?, ?)').run(id, `item ${id}`, id * 100);
  db.prepare('insert into users values (?, ?)').run('admin', secret);
  let requests = 0;
  const server = createServer(async (request, response) => {
    requests++;
    const body = await bodyOf(request);
    answer(db, sqlOf(request, body), response);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secret,
    requests: () => requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      server.close();
      db.close();
    },
  };
}

/** The statement that a careless programmer would write for the request. */
function sqlOf(request: IncomingMessage, body: string): string {
  const url = new URL(request.url ?? '/', 'http://site');
  const select = 'select id, name, price from items where';
  if (url.pathname === '/item') return `${select} id = ${url.searchParams.get('id') ?? '0'}`;
  if (url.pathname === '/find') return `${select} name like '%${new URLSearchParams(body).get('name') ?? ''}%'`;
  if (url.pathname === '/cart') {
    const cart = /(?:^|;\s*)cart=([^;]*)/.exec(request.headers.cookie ?? '')?.[1] ?? '0';
    return `${select} id = ${new URLSearchParams(`v=${cart}`).get('v')}`;
  }
  return `${select} name = '${nameIn(body)}'`;
}

function nameIn(json: string): string {
  try {
    return String((JSON.parse(json) as { name?: unknown }).name);
  } catch {
    return '';
  }
}

function answer(db: DatabaseSync, sql: string, response: ServerResponse): void {
  try {
    const rows = db.prepare(sql).all();
    const text = rows.map((row) => `<tr><td>${Object.values(row).join('</td><td>')}</td></tr>`).join('\n');
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<table>${text}</table>`);
  } catch (error) {
    response.writeHead(500, { 'content-type': 'text/html' }).end(`<p>SQLite error: ${(error as Error).message}</p>`);
  }
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const piece of request) if (text.length < MOST_BODY) text += String(piece);
  return text;
}
