import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { freePort } from '../fault/server-process.ts';

/** Debian's package `postgresql-15`. */
const BIN = '/usr/lib/postgresql/15/bin';
export const HAS_POSTGRES = existsSync(path.join(BIN, 'postgres'));

/** A PostgreSQL 15 on 127.0.0.1 in a folder of its own. */
export interface PostgresServer {
  /** Address of a new, empty database owned by a role that is no superuser, as an operator would make it. */
  database(): Promise<string>;
  /** Ends it at once, as a fault of its machine would; `start` brings it back with what was committed. */
  halt(): Promise<void>;
  start(): Promise<void>;
  /** Stops all of its processes where they are; their connections stay. */
  freeze(): void;
  thaw(): void;
  stop(): Promise<void>;
}

export async function startPostgres(): Promise<PostgresServer> {
  const folder = mkdtempSync(path.join(tmpdir(), 'postgres-'));
  const data = path.join(folder, 'data');
  const owner = unprivileged();
  if (owner !== undefined) chownSync(folder, owner.uid, owner.gid);
  // The server refuses to run as root.
  const run = { cwd: folder, stdio: 'ignore' as const, ...owner };
  execFileSync(path.join(BIN, 'initdb'), ['-D', data, '-U', 'operator', '-A', 'trust', '-E', 'UTF8', '--no-sync'], run);
  const port = await freePort();
  // Another zone and date style than ours: what comes back must not depend on the server's.
  const options = [
    '-h',
    '127.0.0.1',
    '-p',
    String(port),
    '-k',
    folder,
    '-c',
    'TimeZone=Asia/Seoul',
    '-c',
    'DateStyle=German',
  ];
  const spawned = () => spawn(path.join(BIN, 'postgres'), ['-D', data, ...options], run);
  let server = spawned();
  const address = (user: string, database: string) => `postgres://${user}@127.0.0.1:${port}/${database}`;
  let admin = await connected(address('operator', 'postgres'), server);
  await admin.query('create role haechi login nosuperuser createrole');
  let serial = 0;
  const signal = (name: NodeJS.Signals): void => {
    const { pid } = server;
    const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ');
    for (const one of [pid, ...children.map(Number)]) if (one) process.kill(one, name);
  };
  return {
    async database() {
      serial += 1;
      await admin.query(`create database d${serial} owner haechi`);
      return address('haechi', `d${serial}`);
    },
    async halt() {
      await admin.end();
      const exited = once(server, 'exit');
      server.kill('SIGQUIT');
      await exited;
    },
    async start() {
      server = spawned();
      admin = await connected(address('operator', 'postgres'), server);
    },
    freeze: () => signal('SIGSTOP'),
    thaw: () => signal('SIGCONT'),
    async stop() {
      // A test that failed may have left it halted.
      if (server.exitCode === null && server.signalCode === null) {
        await admin.end();
        const exited = once(server, 'exit');
        server.kill('SIGINT');
        await exited;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Whom to run the server as when we are root: `nobody`. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const id = (flag: string) => Number(execFileSync('id', [flag, 'nobody']).toString());
  return { uid: id('-u'), gid: id('-g') };
}

async function connected(connectionString: string, server: ChildProcess): Promise<Client> {
  for (;;) {
    const client = new Client({ connectionString });
    try {
      await client.connect();
      return client;
    } catch (error) {
      if (server.exitCode !== null) throw error;
      await sleep(50);
    }
  }
}
