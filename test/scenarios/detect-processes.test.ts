import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PARTITIONS, partitionOf } from '../../platform/store/partitions/partition-of.ts';
import { openState, type StateStore } from '../../platform/store/state/index.ts';
import { scopeOf } from '../../platform/tenancy/scope.ts';
import { HAS_NATS, startNats } from '../contract/nats-cluster.ts';
import { HAS_POSTGRES, type PostgresServer, startPostgres } from '../contract/postgres-server.ts';
import {
  type AdminSession,
  freePort,
  makeToken,
  type ServerProcess,
  setUp,
  startServer,
} from '../fault/server-process.ts';

const STREAM = 'detect';
const TENANTS = 8;
const RANGE = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };
const RULE_ID = '11111111-1111-4111-8111-111111111111';
const RULE = `
title: Marked
id: ${RULE_ID}
level: high
logsource: { product: linux, service: sshd }
detection: { keywords: ['Failed password for marked'], condition: keywords }
`;
/** SSH Logon Succeeds after Many Failures from the Same Address: ten failures in five minutes, then a success. */
const BRUTE_FORCE = 'd30f60fd-3c04-4af4-bcf3-cd084e70248b';

interface Tenant {
  readonly path: string;
  readonly slug: string;
  readonly token: string;
}

/** docs/operations/cluster.md: doors and API in one process, detection in two others, one of which is killed. */
describe.skipIf(!HAS_POSTGRES || !HAS_NATS)(
  'detection in processes of its own (skipped where postgresql-15 or nats-server is missing)',
  () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'haechi-detect-'));
    let postgres: PostgresServer;
    let nats: Awaited<ReturnType<typeof startNats>>;
    let front: ChildProcess;
    let state: StateStore;
    let shared: string[];
    let front1: ServerProcess;
    let admin: AdminSession;
    let read: string;
    const tenants: Tenant[] = [];
    const running: ServerProcess[] = [];

    const start = async (name: string, ...args: string[]): Promise<ServerProcess> => {
      const data = path.join(folder, name);
      const one = await startServer({
        data,
        port: await freePort(),
        syslogPort: await freePort(),
        args: [...shared, ...args],
      });
      running.push(one);
      return one;
    };
    /** Parts by the process that works on them. */
    const parts = async (name: string): Promise<number[]> => {
      const worker = `${hostname()}-${readFileSync(path.join(folder, name, 'worker'), 'utf8').trim()}`;
      const leases = await state.partitions.all(STREAM);
      return leases.filter((lease) => lease.isHeld && lease.owner === worker).map(({ partition }) => partition);
    };
    const call = async (method: string, where: string, body?: object): Promise<Record<string, unknown>> => {
      const answer = await fetch(`${front1.origin}/api/v1${where}`, {
        method,
        headers: admin.headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      expect(answer.status, `${method} ${where}`).toBeLessThan(300);
      return (await answer.json()) as Record<string, unknown>;
    };

    beforeAll(async () => {
      [postgres, nats] = await Promise.all([startPostgres(), startNats(1)]);
      front = spawn(
        process.execPath,
        [...process.execArgv, fileURLToPath(new URL('../contract/clickhouse-front-process.ts', import.meta.url))],
        { stdio: ['pipe', 'pipe', 'inherit'] },
      );
      const [port] = (await once(front.stdout!, 'data')) as [Buffer];
      const where = await postgres.database();
      state = await openState(where);
      shared = ['--bus', `nats://${nats.servers.join(',')}/${STREAM}`, '--state', where];
      shared.push('--events', `clickhouse://127.0.0.1:${port.toString().trim()}/default`);
      front1 = await start('front', '--role', 'ingest,api');
      admin = await setUp(front1, 'admin', 'correct-horse-battery-staple-42');
      read = await makeToken(front1, admin, ['read']);
      for (let n = 0; n < TENANTS; n++) {
        const slug = `t${n}`;
        const { path: tenant } = (await call('POST', '/tenants', { parent: '/root/', slug, name: slug })) as {
          path: string;
        };
        tenants.push({ path: tenant, slug, token: await makeToken(front1, admin, ['ingest'], tenant) });
      }
    }, 240_000);
    afterAll(async () => {
      for (const { child, stop } of running) if (child.exitCode === null && child.signalCode === null) await stop();
      await state?.close();
      front?.stdin?.end();
      if (front !== undefined && front.exitCode === null) await once(front, 'exit');
      await nats?.stop();
      await postgres?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const post = async ({ token }: Tenant, kind: 'event' | 'raw', body: string): Promise<void> => {
      const answer = await fetch(`${front1.origin}/services/collector/${kind}`, {
        method: 'POST',
        headers: { authorization: `Splunk ${token}` },
        body,
      });
      expect([answer.status, await answer.json()]).toEqual([200, { text: 'Success', code: 0 }]);
    };
    const began = Date.now();
    let second = 0;
    const sshd = (tenant: Tenant, what: string): Promise<void> => {
      const time = new Date(began + 100 * second++).toISOString();
      return post(
        tenant,
        'raw',
        `<38>1 ${time} web-${tenant.slug} sshd 77 - - ${what} from 203.0.113.9 port 4711 ssh2`,
      );
    };
    /** Sends numbered events of all tenants until stopped; every one that was acknowledged is in `sent`. */
    const sent = new Map<string, number>();
    const flow = async (signal: AbortSignal): Promise<void> => {
      while (!signal.aborted) {
        for (const tenant of tenants) {
          const from = sent.get(tenant.path) ?? 0;
          const body = Array.from({ length: 10 }, (_, n) =>
            JSON.stringify({ event: { run: tenant.slug, n: from + n } }),
          );
          await post(tenant, 'event', body.join(''));
          sent.set(tenant.path, from + 10);
        }
        await sleep(50);
      }
    };
    const count = async (query: string): Promise<number> =>
      (await call('POST', '/search/count', { query, ...RANGE }))['count'] as number;
    const numbersOf = async ({ slug, path: tenant }: Tenant): Promise<number[]> => {
      const numbers: number[] = [];
      let cursor: string | undefined;
      do {
        const page = (await call('POST', `/search?tenant=${encodeURIComponent(tenant)}`, {
          query: `unmapped.run:${slug}`,
          ...RANGE,
          limit: 1000,
          ...(cursor === undefined ? {} : { cursor }),
        })) as { rows: { event: { unmapped: { n: number } } }[]; next?: string };
        numbers.push(...page.rows.map(({ event }) => event.unmapped.n));
        cursor = page.next;
      } while (cursor !== undefined);
      return numbers.sort((a, b) => a - b);
    };
    const findings = async (rule: string, tenant: Tenant): Promise<unknown[]> =>
      (await call('GET', `/findings?ruleId=${rule}&limit=100&tenant=${encodeURIComponent(tenant.path)}`))[
        'rows'
      ] as unknown[];
    const incidents = async (tenant: Tenant): Promise<{ id: string; findingCount: number; title: string }[]> =>
      (await call('GET', `/incidents?tenant=${encodeURIComponent(tenant.path)}`))['rows'] as never;

    test('needs what it shares', async () => {
      const alone = async (role: string, args: string[]): Promise<ServerProcess> =>
        startServer({
          data: path.join(folder, 'alone'),
          port: await freePort(),
          syslogPort: await freePort(),
          args: ['--role', role, ...args],
          env: { HAECHI_BUS: '', HAECHI_STATE: '', HAECHI_EVENTS: '' },
        });
      await expect(alone('detect', [])).rejects.toThrow(/error\[roles_incomplete\].*--bus.*--state.*--events/);
      await expect(alone('api', shared.slice(0, 4))).rejects.toThrow(/error\[roles_incomplete\].*--events/);
      await expect(alone('respond', shared)).rejects.toThrow('error[roles_incomplete]');
    }, 60_000);

    test('a killed worker: all that was acknowledged is stored once, and stories go on elsewhere', async () => {
      const [one, two] = await Promise.all([start('one', '--role', 'detect'), start('two', '--role', 'detect')]);
      expect(one.output()).toMatch(/탐지 작업 프로세스|Detection: |検知プロセス/);
      await expect
        .poll(async () => [(await parts('one')).length, (await parts('two')).length].sort(), { timeout: 120_000 })
        .toEqual([8, 9]);
      // A rule that is switched on through the API fires in the workers.
      await state.rulePacks.put(scopeOf('/root/'), {
        name: 'own',
        author: 'test',
        files: [{ path: 'a.yml', text: RULE }],
      });
      await call('PATCH', '/rules/d30f60fd-3c04-4af4-bcf3-cd084e70248b', { enabled: true });
      const heard = new Map<string, Set<string>>();
      void watch(`${front1.origin}/api/v1/stream`, read, (event, data) => {
        const ids = heard.get(event) ?? new Set();
        heard.set(event, ids.add(String((data as { id?: string }).id)));
      });
      const stop = new AbortController();
      const flowing = flow(stop.signal);
      const lost = await parts('one');
      const tenant = tenants.find(({ path: each }) => lost.includes(partitionOf(each)))!;
      await expect
        .poll(
          async () => {
            await sshd(tenant, 'Failed password for marked');
            return (await incidents(tenant)).length;
          },
          { timeout: 120_000, interval: 500 },
        )
        .toBe(1);
      const [before] = await incidents(tenant);

      // Half of a story that a correlation waits for: counted by nobody who lives.
      for (let n = 0; n < 8; n++) await sshd(tenant, 'Failed password for lee');
      await expect.poll(() => count(`host.name:web-${tenant.slug} AND user.name:lee`), { timeout: 120_000 }).toBe(8);
      await one.kill();
      await expect.poll(async () => (await parts('two')).length, { timeout: 120_000 }).toBe(PARTITIONS);
      stop.abort();
      await flowing;
      await sshd(tenant, 'Failed password for marked');
      await expect
        .poll(async () => (await incidents(tenant))[0]?.findingCount, { timeout: 120_000 })
        .toBeGreaterThan(before!.findingCount);
      for (const each of tenants) {
        const all = Array.from({ length: sent.get(each.path)! }, (_, n) => n);
        await expect.poll(() => count(`unmapped.run:${each.slug}`), { timeout: 120_000 }).toBe(all.length);
        expect(await numbersOf(each)).toEqual(all);
      }
      for (let n = 0; n < 3; n++) await sshd(tenant, 'Failed password for lee');
      await sshd(tenant, 'Accepted password for lee');
      await expect.poll(() => findings(BRUTE_FORCE, tenant), { timeout: 120_000 }).toHaveLength(1);
      expect((await incidents(tenant)).map(({ id }) => id)).toEqual([before!.id]);
      expect(heard.get('incident')).toContain(before!.id);
      expect([...heard.keys()]).toEqual(expect.arrayContaining(['incident', 'finding', 'intake']));
      expect(two.child.exitCode).toBeNull();
    }, 500_000);

    test('windows of correlations move with their tenants to a worker that comes back', async () => {
      for (const tenant of tenants) for (let n = 0; n < 8; n++) await sshd(tenant, 'Failed password for kim');
      for (const { slug } of tenants)
        await expect.poll(() => count(`host.name:web-${slug} AND user.name:kim`), { timeout: 120_000 }).toBe(8);
      await start('one', '--role', 'detect');
      await expect
        .poll(async () => [(await parts('one')).length, (await parts('two')).length].sort(), { timeout: 120_000 })
        .toEqual([8, 9]);
      const moved = await parts('one');
      expect(tenants.some(({ path: each }) => moved.includes(partitionOf(each)))).toBe(true);
      for (const tenant of tenants) {
        for (let n = 0; n < 3; n++) await sshd(tenant, 'Failed password for kim');
        await sshd(tenant, 'Accepted password for kim');
      }
      // The one that was guessed at before has said so: a group speaks once in its timespan.
      for (const tenant of tenants)
        await expect.poll(() => findings(BRUTE_FORCE, tenant), { timeout: 120_000 }).toHaveLength(1);
    }, 500_000);
  },
);

/** Reads a live stream until the test is over. */
async function watch(url: string, token: string, heard: (event: string, data: unknown) => void): Promise<void> {
  const answer = await fetch(url, { headers: { authorization: `Bearer ${token}` } }).catch(() => undefined);
  let text = '';
  try {
    for await (const chunk of answer?.body ?? []) {
      text += Buffer.from(chunk).toString();
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, event = '', data = ''] = /^event: (\w+)\ndata: (.*)$/.exec(text.slice(0, end)) ?? [];
        text = text.slice(end + 2);
        if (event !== '') heard(event, JSON.parse(data));
      }
    }
  } catch {
    // The server ends with the test.
  }
}
