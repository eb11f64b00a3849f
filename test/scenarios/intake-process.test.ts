import { mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { HAS_NATS, startNats } from '../contract/nats-cluster.ts';
import { HAS_POSTGRES, type PostgresServer, startPostgres } from '../contract/postgres-server.ts';
import { freePort, makeToken, type ServerProcess, setUp, startServer } from '../fault/server-process.ts';

/** docs/operations/cluster.md: doors in a process of their own, before one that does the rest. */
describe.skipIf(!HAS_POSTGRES || !HAS_NATS)(
  'an intake process (skipped where postgresql-15 or nats-server is missing)',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'haechi-intake-'));
    let postgres: PostgresServer;
    let nats: Awaited<ReturnType<typeof startNats>>;
    let shared: string[];
    const running: ServerProcess[] = [];

    beforeAll(async () => {
      postgres = await startPostgres();
      nats = await startNats(1);
      shared = ['--bus', `nats://${nats.servers.join(',')}/intake`, '--state', await postgres.database()];
    });
    afterAll(async () => {
      for (const one of running) if (one.child.exitCode === null && one.child.signalCode === null) await one.stop();
      await nats?.stop();
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const start = async (name: string, ...args: string[]): Promise<ServerProcess & { syslogPort: number }> => {
      const syslogPort = await freePort();
      const data = path.join(folder, name);
      const one = await startServer({ data, port: await freePort(), syslogPort, args: [...shared, ...args] });
      running.push(one);
      return { ...one, syslogPort };
    };

    test('takes in while the other is away, and nothing is lost or doubled', async () => {
      const first = await start('rest');
      const admin = await setUp(first, 'admin', 'correct-horse-battery-staple-42');
      const [ingest, read] = [await makeToken(first, admin, ['ingest']), await makeToken(first, admin, ['read'])];
      const door = await start('door', '--role', 'ingest');
      expect(door.output()).toMatch(/수집 전용|Intake only|取り込み専用/);
      const send = async (from: number, to: number): Promise<void> => {
        const body = Array.from({ length: to - from }, (_, n) =>
          JSON.stringify({ event: { run: 'door', n: from + n } }),
        );
        const answer = await fetch(`${door.origin}/services/collector/event`, {
          method: 'POST',
          headers: { authorization: `Splunk ${ingest}` },
          body: body.join(''),
        });
        expect([answer.status, await answer.json()]).toEqual([200, { text: 'Success', code: 0 }]);
      };
      const found = async ({ origin }: ServerProcess, query: string): Promise<unknown[]> => {
        const answer = await fetch(`${origin}/api/v1/search`, {
          method: 'POST',
          headers: { authorization: `Bearer ${read}`, 'content-type': 'application/json' },
          body: JSON.stringify({ query, from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z', limit: 1000 }),
        });
        return ((await answer.json()) as { rows: { event: { unmapped?: { n: number } } }[] }).rows.map(
          ({ event }) => event.unmapped?.n,
        );
      };
      await send(0, 100);
      await expect.poll(() => found(first, 'unmapped.run:door'), { timeout: 30_000 }).toHaveLength(100);

      await first.stop();
      await send(100, 200);
      const socket = connect(door.syslogPort, '127.0.0.1');
      socket.end('<13>Nov 30 08:00:00 web01 sshd[77]: Accepted password for door from 198.51.100.9 port 4242 ssh2\n');
      const second = await start('rest');
      await expect.poll(() => found(second, 'unmapped.run:door'), { timeout: 30_000 }).toHaveLength(200);
      expect(new Set(await found(second, 'unmapped.run:door')).size).toBe(200);
      await expect.poll(() => found(second, 'user.name:door'), { timeout: 30_000 }).toHaveLength(1);

      // Counted where it came in, whoever asks; only those who may ask the process itself.
      const query = new URLSearchParams({ from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z', step: 'day' });
      const usage = async () => {
        const answer = await fetch(`${second.origin}/api/v1/usage?${query.toString()}`, {
          headers: { authorization: `Bearer ${read}` },
        });
        const { rows } = (await answer.json()) as { rows: { accepted: number }[] };
        return rows.reduce((sum, { accepted }) => sum + accepted, 0);
      };
      await expect.poll(usage, { timeout: 30_000 }).toBe(201);
      const metrics = (token: string) =>
        fetch(`${door.origin}/metrics`, { headers: { authorization: `Bearer ${token}` } });
      expect((await metrics(ingest)).status).toBe(401);
      expect(await (await metrics(read)).text()).toContain('haechi_intake_records_accepted_total 201');
      expect((await fetch(`${door.origin}/api/v1/incidents`)).status).toBe(404);
    }, 180_000);

    test('needs what it shares', async () => {
      const alone = startServer({
        data: path.join(folder, 'alone'),
        port: await freePort(),
        syslogPort: await freePort(),
        args: ['--role', 'ingest'],
      });
      await expect(alone).rejects.toThrow('error[roles_incomplete]');
      const half = startServer({
        data: path.join(folder, 'half'),
        port: await freePort(),
        syslogPort: await freePort(),
        args: ['--role', 'api'],
      });
      await expect(half).rejects.toThrow('error[roles_incomplete]');
    }, 60_000);
  },
);
