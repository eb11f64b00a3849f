import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_POSTGRES, type PostgresServer, startPostgres } from '../contract/postgres-server.ts';
import { freePort, makeToken, type ServerProcess, setUp, startServer } from '../fault/server-process.ts';

const CLI = fileURLToPath(new URL('../../apps/cli/main.ts', import.meta.url));
const RANGE = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

/** docs/operations/cluster.md, "Moving": from folders to PostgreSQL and ClickHouse and back, with the real command. */
describe.skipIf(!HAS_POSTGRES)('moving an installation (skipped where postgresql-15 is missing)', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'haechi-move-'));
  const [embedded, servers, back] = ['embedded', 'servers', 'back'].map((name) => path.join(folder, name)) as [
    string,
    string,
    string,
  ];
  let postgres: PostgresServer;
  let front: ChildProcess;
  let events: string;
  let state: string;
  let ingest: string;
  let read: string;

  beforeAll(async () => {
    postgres = await startPostgres();
    front = spawn(
      process.execPath,
      [...process.execArgv, fileURLToPath(new URL('../contract/clickhouse-front-process.ts', import.meta.url))],
      { stdio: ['pipe', 'pipe', 'inherit'] },
    );
    const [port] = (await once(front.stdout!, 'data')) as [Buffer];
    events = `clickhouse://127.0.0.1:${port.toString().trim()}/default`;
    state = await postgres.database();
  });
  afterAll(async () => {
    // A test that failed has left one.
    for (const { child, stop } of started) if (child.exitCode === null && child.signalCode === null) await stop();
    front?.stdin?.end();
    if (front !== undefined && front.exitCode === null) await once(front, 'exit');
    await postgres?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const move = async (...argv: string[]): Promise<{ code: number; said: string }> => {
    try {
      const { stderr } = await promisify(execFile)(process.execPath, [
        ...process.execArgv,
        CLI,
        'move',
        ...argv,
        '--lang',
        'en',
      ]);
      return { code: 0, said: stderr };
    } catch (error) {
      const { code, stderr } = error as { code: number; stderr: string };
      return { code, said: stderr };
    }
  };
  const started: ServerProcess[] = [];
  const serve = async (data: string, ...args: string[]): Promise<ServerProcess> => {
    const server = await startServer({ data, port: await freePort(), syslogPort: await freePort(), args });
    started.push(server);
    return server;
  };
  const send = async ({ origin }: ServerProcess, from: number, to: number): Promise<void> => {
    const body = Array.from({ length: to - from }, (_, n) => {
      const time = 1_767_225_600 + (from + n) * 600;
      return JSON.stringify({ time, event: { run: 'move', n: from + n, text: 'q\'uo"te \\ \u0000 \u{1f600}' } });
    });
    const headers = { authorization: `Splunk ${ingest}` };
    const url = `${origin}/services/collector/event`;
    expect((await fetch(url, { method: 'POST', headers, body: body.join('') })).status).toBe(200);
    const unreadable = Buffer.from([0, 1, 2, 255, 10]);
    const raw = `${origin}/services/collector/raw`;
    expect((await fetch(raw, { method: 'POST', headers, body: unreadable })).status).toBe(200);
  };
  const ask = async ({ origin }: ServerProcess, method: string, route: string, body?: unknown) => {
    const answer = await fetch(`${origin}/api/v1${route}`, {
      method,
      headers: { authorization: `Bearer ${read}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    expect(answer.status).toBe(200);
    return (await answer.json()) as { rows: Record<string, unknown>[] };
  };
  /** Everything a person would look for: events with all their fields, dead letters, people, the trail. */
  const inventory = async (server: ServerProcess, events: number, letters: number) => {
    const rows = async () =>
      (await ask(server, 'POST', '/search', { query: 'unmapped.run:move', ...RANGE, limit: 1000 })).rows;
    const dead = async () =>
      (await ask(server, 'GET', `/deadletters?${new URLSearchParams(RANGE).toString()}`)).rows
        .map(({ id }) => id)
        .sort();
    await expect.poll(async () => (await rows()).length, { timeout: 30_000 }).toBe(events);
    await expect.poll(async () => (await dead()).length, { timeout: 30_000 }).toBe(letters);
    return {
      // A position is one in the bus of an installation, and does not move.
      events: (await rows()).map(({ position: _, ...event }) => event),
      dead: await dead(),
      users: (await ask(server, 'GET', '/users')).rows,
      tenants: (await ask(server, 'GET', '/tenants')).rows,
    };
  };

  test('to servers and back, with every row the same', async () => {
    const first = await serve(embedded);
    const admin = await setUp(first, 'admin', 'correct-horse-battery-staple-42');
    ingest = await makeToken(first, admin, ['ingest']);
    read = await makeToken(first, admin, ['read', 'admin']);
    await send(first, 0, 300);
    const before = await inventory(first, 300, 1);
    expect((await move('--data', embedded, '--to-data', servers)).said).toContain('error[data_in_use]');
    await first.stop();

    const there = await move('--data', embedded, '--to-data', servers, '--to-events', events, '--to-state', state);
    expect(there.said).toMatch(/events: 30[1-9] rows copied and compared, 0 were there already/);
    expect(there.code).toBe(0);
    const moved = await serve(servers, '--events', events, '--state', state);
    expect(await inventory(moved, 300, 1)).toEqual(before);
    // Identities go on behind what was copied, and a record sent again is still known by its content.
    await send(moved, 300, 400);
    const grown = await inventory(moved, 400, 2);
    await moved.stop();

    const home = await move('--data', servers, '--events', events, '--state', state, '--to-data', back);
    expect(home.code).toBe(0);
    const last = await serve(back);
    expect(await inventory(last, 400, 2)).toEqual(grown);
    await send(last, 400, 410);
    await inventory(last, 410, 3);
    await last.stop();
  }, 240_000);

  test('a move that is begun again passes over what is there, and a place in use is left alone', async () => {
    const again = await move('--data', embedded, '--to-data', servers, '--to-events', events, '--to-state', state);
    expect([again.code, again.said]).toEqual([1, expect.stringContaining('error[move_target_not_empty]')]);
    const other = await postgres.database();
    const resumed = await move('--data', embedded, '--to-data', servers, '--to-events', events, '--to-state', other);
    expect(resumed.said).toMatch(/events: \d rows copied and compared, 30\d were there already|events: 0 rows copied/);
    const nowhere = await move('--data', path.join(folder, 'none'), '--to-data', back);
    expect([nowhere.code, nowhere.said]).toEqual([1, expect.stringContaining('error[move_source_missing]')]);
    const usage = await move('--data', embedded, '--to-data', back, '--to-state', 'mysql://x');
    expect(usage.said).toContain('error[engine_unknown]');
  }, 120_000);
});
