import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { API_LIMITS, type ApiLimits } from '@haechi/platform/api/limits.ts';
import type { Role, TokenScope } from '@haechi/platform/api/schemas/common.ts';
import { TEST_CACHE } from '@haechi/platform/enrich/test-cache.ts';
import { SERVER_ROLES, type ServerOptions } from './options.ts';
import { type RunningServer, startServer } from './server.ts';

/** A password no estimator objects to. */
export const PASSWORD = 'granite otter lantern mosaic';

const EVER = { from: '2000-01-01T00:00:00Z', to: '2100-01-01T00:00:00Z' };

/** Somebody who asks: a signed-in person (cookie and CSRF token) or a token. */
export type Caller = Readonly<Record<string, string>>;

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // What an answer holds is what the tests are about.
  readonly body: Record<string, unknown> & { error?: { code: string; message: string } };
}

/** A whole server with real embedded stores in a temporary folder, and the calls tests make on it. */
export interface TestServer extends AsyncDisposable {
  readonly server: RunningServer;
  readonly dataFolder: string;
  /** The first administrator, at the root. */
  readonly admin: Caller;
  call(caller: Caller, method: string, route: string, body?: unknown): Promise<Answer>;
  signIn(username: string, password?: string): Promise<Caller>;
  addTenant(slug: string): Promise<string>;
  addUser(username: string, tenant: string, role: Role): Promise<Caller>;
  addToken(scopes: readonly TokenScope[], tenant: string, more?: { expiresAt?: string }): Promise<string>;
  /** Sends one event to the collector. */
  send(token: string, event: unknown): Promise<void>;
  /** Events that a search finds. */
  count(query: string): Promise<number>;
  /** Waits until a search finds that many events; answers how many it found. */
  counted(query: string, least: number): Promise<number>;
  /** Waits until a search finds that many events; answers their rows. */
  stored(query: string, count: number): Promise<Record<string, unknown>[]>;
  /** Waits until the tenant has that many dead letters; answers them. */
  deadLetters(tenant: string, count: number): Promise<Record<string, unknown>[]>;
}

export async function openTestServer(
  limits: Partial<ApiLimits> = {},
  more: Partial<ServerOptions> = {},
): Promise<TestServer> {
  const dataFolder = await mkdtemp(path.join(tmpdir(), 'haechi-test-'));
  await mkdir(TEST_CACHE, { recursive: true, mode: 0o700 });
  await symlink(TEST_CACHE, path.join(dataFolder, 'cache'));
  const options = { dataFolder, host: '127.0.0.1', port: 0, syslogPort: 0, roles: SERVER_ROLES, ...more };
  const server = await startServer(options, '0.0.0-test', {
    ...API_LIMITS,
    signInsPerMinute: 1_000,
    requestsPerMinute: 1_000_000,
    ...limits,
  });
  const call: TestServer['call'] = async (caller, method, route, body) => {
    const answer = await fetch(`${server.origin}${route}`, {
      method,
      headers: {
        'accept-language': 'en',
        ...caller,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    const json = text !== '' && answer.headers.get('content-type')?.startsWith('application/json') === true;
    return { status: answer.status, headers: answer.headers, body: json ? JSON.parse(text) : { text } };
  };
  const entered = async (route: string, body: unknown): Promise<Caller> => {
    const answer = await call({}, 'POST', route, body);
    if (answer.status !== 200) throw new Error(`${route} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    return { cookie, 'x-csrf-token': String(answer.body['csrf']) };
  };
  const token = server.firstLink?.split('#')[1] ?? '';
  const admin = await entered('/api/v1/setup', { token, username: 'admin', password: PASSWORD, lang: 'en' });
  const made = async (route: string, body: unknown): Promise<Answer['body']> => {
    const answer = await call(admin, 'POST', route, body);
    if (answer.status !== 200) throw new Error(`${route} answered ${answer.status}: ${JSON.stringify(answer.body)}`);
    return answer.body;
  };
  const signIn: TestServer['signIn'] = (username, password = PASSWORD) =>
    entered('/api/v1/sessions', { username, password });
  const count: TestServer['count'] = async (query) =>
    Number((await call(admin, 'POST', '/api/v1/search/count', { query, ...EVER })).body['count']);
  return {
    server,
    dataFolder,
    admin,
    call,
    signIn,
    async addTenant(slug) {
      return String((await made('/api/v1/tenants', { parent: '/root/', slug, name: slug }))['path']);
    },
    async addUser(username, tenant, role) {
      const grants = [{ tenant, role }];
      await made('/api/v1/users', {
        username,
        displayName: 'Somebody',
        password: PASSWORD,
        lang: 'en',
        tenant,
        grants,
      });
      return signIn(username);
    },
    async addToken(scopes, tenant, more = {}) {
      return String((await made('/api/v1/tokens', { name: 'test', scopes, tenant, ...more }))['token']);
    },
    async send(token, event) {
      const answer = await fetch(`${server.origin}/services/collector/event`, {
        method: 'POST',
        body: JSON.stringify({ event }),
        headers: { authorization: `Splunk ${token}` },
      });
      if (answer.status !== 200) throw new Error(`HEC answered ${answer.status}: ${await answer.text()}`);
    },
    count,
    async counted(query, least) {
      for (let tries = 0; ; tries++) {
        const found = await count(query);
        if (found >= least) return found;
        if (tries === 600) throw new Error(`${found} of ${least} events are stored for '${query}'`);
        await sleep(50);
      }
    },
    async stored(query, count) {
      for (let tries = 0; tries < 200; tries++) {
        const { body } = await call(admin, 'POST', '/api/v1/search', { query, ...EVER, limit: 1000 });
        const rows = body['rows'] as Record<string, unknown>[];
        if (rows.length >= count) return rows;
        await sleep(50);
      }
      throw new Error(`fewer than ${count} events were stored for '${query}'`);
    },
    async deadLetters(tenant, count) {
      const range = 'from=2000-01-01T00:00:00Z&to=2100-01-01T00:00:00Z&limit=1000';
      for (let tries = 0; tries < 200; tries++) {
        const { body } = await call(admin, 'GET', `/api/v1/deadletters?${range}&tenant=${encodeURIComponent(tenant)}`);
        const rows = body['rows'] as Record<string, unknown>[];
        if (rows.length >= count) return rows;
        await sleep(50);
      }
      throw new Error(`fewer than ${count} dead letters of ${tenant}`);
    },
    async [Symbol.asyncDispose]() {
      await server.stop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}

/** Headers of a bearer token. */
export function bearer(token: string): Caller {
  return { authorization: `Bearer ${token}` };
}
