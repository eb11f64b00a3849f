import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bearer, type Caller, openTestServer, PASSWORD, type TestServer } from './test-server.ts';

let test1: TestServer;
let acme: string;
const roles = new Map<string, Caller>();

beforeAll(async () => {
  test1 = await openTestServer();
  acme = await test1.addTenant('acme');
  for (const role of ['viewer', 'analyst', 'responder', 'admin'] as const)
    roles.set(role, await test1.addUser(`acme.${role}`, acme, role));
});
afterAll(() => test1[Symbol.asyncDispose]());

const call: TestServer['call'] = (...all) => test1.call(...all);
const code = async (caller: Caller, method: string, route: string, body?: unknown) => {
  const answer = await call(caller, method, route, body);
  return answer.body.error?.code ?? answer.status;
};

describe('the first administrator', () => {
  test('can be made once only', async () => {
    expect((await call({}, 'GET', '/api/v1/setup')).body).toEqual({ needed: false });
    const again = { token: 'x'.repeat(43), username: 'second', password: PASSWORD, lang: 'en' };
    expect(await code({}, 'POST', '/api/v1/setup', again)).toBe('setup_done');
  });
});

describe('sessions', () => {
  test('the cookie is out of reach of scripts and other sites', async () => {
    const { headers } = await call({}, 'POST', '/api/v1/sessions', { username: 'admin', password: PASSWORD });
    const cookie = headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/^haechi_session=[A-Za-z0-9_-]{43}; /);
    for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/']) expect(cookie).toContain(attribute);
  });

  test('each sign-in has an id of its own, and only hashes are stored', async () => {
    const [first, second] = [await test1.signIn('admin'), await test1.signIn('admin')];
    expect(first['cookie']).not.toBe(second['cookie']);
    const id = String(first['cookie']).split('=')[1] ?? '';
    const now = new Date().toISOString();
    expect(await test1.server.state.sessions.find(id, now)).toBeUndefined();
  });

  test('a wrong password and an unknown user are answered alike', async () => {
    const wrong = await call({}, 'POST', '/api/v1/sessions', { username: 'admin', password: 'wrong' });
    const unknown = await call({}, 'POST', '/api/v1/sessions', { username: 'nobody-here', password: 'wrong' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(wrong.body.error).toMatchObject({ code: 'login_failed' });
    expect(unknown.body.error?.message).toBe(wrong.body.error?.message);
  });

  test('guessing is slowed down for the account, right password or not, and says when to come back', async () => {
    await test1.addUser('guessed', acme, 'viewer');
    const guess = (password: string) => call({}, 'POST', '/api/v1/sessions', { username: 'guessed', password });
    const codes: unknown[] = [];
    for (let i = 0; i < 8; i++) codes.push((await guess('wrong')).body.error?.code);
    expect(codes.slice(0, 5)).toEqual(Array(5).fill('login_failed'));
    expect(codes.at(-1)).toBe('login_throttled');
    const right = await guess(PASSWORD);
    expect(right.status).toBe(429);
    expect(Number(right.headers.get('retry-after'))).toBeGreaterThan(0);
    await sleep(Number(right.headers.get('retry-after')) * 1000);
    expect((await guess(PASSWORD)).status).toBe(200);
  });

  test('signing out ends the session', async () => {
    const session = await test1.signIn('acme.viewer');
    expect(await code(session, 'DELETE', '/api/v1/sessions/current')).toBe(204);
    expect(await code(session, 'GET', '/api/v1/me')).toBe('not_authenticated');
  });

  test('a new password ends the other sessions and renews this one', async () => {
    await test1.addUser('changes', acme, 'viewer');
    const [here, there] = [await test1.signIn('changes'), await test1.signIn('changes')];
    const next = 'willow anchor pepper quartz';
    expect(await code(here, 'PATCH', '/api/v1/me', { password: { current: 'wrong', next } })).toBe('password_wrong');
    const weak = { current: PASSWORD, next: 'password1234' };
    expect(await code(here, 'PATCH', '/api/v1/me', { password: weak })).toBe('password_too_common');
    const changed = await call(here, 'PATCH', '/api/v1/me', { password: { current: PASSWORD, next } });
    expect(changed.status).toBe(200);
    const renewed = changed.headers.getSetCookie()[0]?.split(';')[0] ?? '';
    expect(renewed).not.toBe(here['cookie']);
    expect(await code(there, 'GET', '/api/v1/me')).toBe('not_authenticated');
    expect(await code(here, 'GET', '/api/v1/me')).toBe('not_authenticated');
    expect(await code({ cookie: renewed }, 'GET', '/api/v1/me')).toBe(200);
  });
});

describe('CSRF', () => {
  const body = { lang: 'en' };

  test('an unsafe request with the cookie needs the token of that session', async () => {
    const [mine, other] = [await test1.signIn('admin'), await test1.signIn('admin')];
    const cookie = String(mine['cookie']);
    expect(await code({ cookie }, 'PATCH', '/api/v1/me', body)).toBe('csrf_failed');
    const foreign = { cookie, 'x-csrf-token': String(other['x-csrf-token']) };
    expect(await code(foreign, 'PATCH', '/api/v1/me', body)).toBe('csrf_failed');
    expect(await code(mine, 'PATCH', '/api/v1/me', body)).toBe(200);
  });

  test('a browser that says the request comes from elsewhere is refused, sign-in too', async () => {
    const credentials = { username: 'admin', password: PASSWORD };
    const from = (site: string) => code({ 'sec-fetch-site': site }, 'POST', '/api/v1/sessions', credentials);
    expect(await from('cross-site')).toBe('csrf_failed');
    expect(await from('same-site')).toBe('csrf_failed');
    expect(await from('same-origin')).toBe(200);
  });

  test('a form cannot send JSON', async () => {
    const answer = await fetch(`${test1.server.origin}/api/v1/sessions`, { method: 'POST', body: 'username=admin' });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'invalid_request' } });
  });
});

describe('roles', () => {
  const incident = '/api/v1/incidents/00000000';
  const rule = '/api/v1/rules/unknown';
  const user = {
    username: 'new.user',
    displayName: 'N',
    password: PASSWORD,
    grants: [{ tenant: '/root/acme/', role: 'viewer' }],
  };

  test.each([
    ['viewer', 'GET', '/api/v1/incidents', undefined, [200, 200, 200, 200]],
    ['analyst', 'PATCH', incident, { note: 'seen' }, ['role_insufficient', 'not_found', 'not_found', 'not_found']],
    [
      'responder',
      'PATCH',
      rule,
      { enabled: false },
      ['role_insufficient', 'role_insufficient', 'not_found', 'not_found'],
    ],
    ['admin', 'POST', '/api/v1/users', user, [...Array(3).fill('role_insufficient'), 200]],
    ['admin', 'GET', '/api/v1/audit', undefined, [...Array(3).fill('role_insufficient'), 200]],
  ])('%s is the least role for %s %s', async (_least, method, route, body, expected) => {
    const found: unknown[] = [];
    for (const caller of roles.values()) found.push(await code(caller, method, route, body));
    expect(found).toEqual(expected);
  });

  test('an administrator of a tenant grants nothing outside it, and takes over no one who has rights outside', async () => {
    const admin = roles.get('admin') ?? {};
    const outside = { ...user, username: 'climber', grants: [{ tenant: '/root/', role: 'admin' }] };
    expect(await code(admin, 'POST', '/api/v1/users', outside)).toBe('tenant_forbidden');
    await test1.addUser('both.worlds', acme, 'viewer');
    const list = await call(test1.admin, 'GET', '/api/v1/users');
    const both = (list.body['rows'] as { id: string; username: string }[]).find(
      ({ username }) => username === 'both.worlds',
    );
    const route = `/api/v1/users/${both?.id}`;
    const grants = [{ tenant: '/root/', role: 'admin' }];
    expect(await code(test1.admin, 'PUT', `${route}/grants`, grants)).toBe(200);
    expect(await code(admin, 'PATCH', route, { password: 'taken over by another' })).toBe('user_outside');
    expect(await code(admin, 'DELETE', route)).toBe('user_outside');
    expect(await code(admin, 'PUT', `${route}/grants`, grants)).toBe('tenant_forbidden');
    expect(await code(test1.admin, 'DELETE', route)).toBe(204);
  });

  test('changed rights end the sessions that had the old ones', async () => {
    const session = await test1.addUser('demoted', acme, 'admin');
    const list = await call(test1.admin, 'GET', '/api/v1/users');
    const found = (list.body['rows'] as { id: string; username: string }[]).find(
      ({ username }) => username === 'demoted',
    );
    const grants = [{ tenant: acme, role: 'viewer' }];
    expect(await code(test1.admin, 'PUT', `/api/v1/users/${found?.id}/grants`, grants)).toBe(200);
    expect(await code(session, 'GET', '/api/v1/me')).toBe('not_authenticated');
  });

  test('the last administrator at the root stays', async () => {
    const list = await call(test1.admin, 'GET', '/api/v1/users');
    const self = (list.body['rows'] as { id: string; username: string }[]).find(({ username }) => username === 'admin');
    const route = `/api/v1/users/${self?.id}`;
    expect(await code(test1.admin, 'DELETE', route)).toBe('last_administrator');
    expect(await code(test1.admin, 'PATCH', route, { disabled: true })).toBe('last_administrator');
    expect(await code(test1.admin, 'PUT', `${route}/grants`, [])).toBe('last_administrator');
  });
});

describe('API tokens', () => {
  const range = { query: '', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };

  test('a scope opens what it stands for and no more', async () => {
    const tokens = {
      ingest: bearer(await test1.addToken(['ingest'], acme)),
      read: bearer(await test1.addToken(['read'], acme)),
      admin: bearer(await test1.addToken(['admin'], acme)),
    };
    expect(await code(tokens.ingest, 'POST', '/api/v1/search', range)).toBe('role_insufficient');
    expect(await code(tokens.read, 'POST', '/api/v1/search', range)).toBe(200);
    expect(await code(tokens.read, 'GET', '/api/v1/users')).toBe('role_insufficient');
    expect(await code(tokens.admin, 'GET', '/api/v1/users')).toBe(200);
    expect(await code(tokens.admin, 'GET', '/api/v1/me')).toBe('session_required');
    expect(await code(tokens.admin, 'GET', '/api/v1/users?tenant=/root/')).toBe('tenant_forbidden');
  });

  test('the secret is shown once, works at once, and not after it was revoked or ran out', async () => {
    const token = await test1.addToken(['read'], acme);
    expect(await code(bearer(token), 'POST', '/api/v1/search', range)).toBe(200);
    const list = JSON.stringify((await call(test1.admin, 'GET', '/api/v1/tokens')).body);
    expect(list).toContain(token.slice(0, 11));
    expect(list).not.toContain(token.slice(12));
    const rows = (await call(test1.admin, 'GET', '/api/v1/tokens')).body['rows'] as { id: string; prefix: string }[];
    const id = rows.find(({ prefix }) => token.startsWith(prefix))?.id;
    expect(await code(test1.admin, 'DELETE', `/api/v1/tokens/${id}`)).toBe(204);
    expect(await code(bearer(token), 'POST', '/api/v1/search', range)).toBe('not_authenticated');

    const soon = await test1.addToken(['read'], acme, { expiresAt: new Date(Date.now() + 600).toISOString() });
    expect(await code(bearer(soon), 'POST', '/api/v1/search', range)).toBe(200);
    await sleep(650);
    expect(await code(bearer(soon), 'POST', '/api/v1/search', range)).toBe('not_authenticated');
  });

  test.each(['Bearer', 'Bearer x', 'Basic YTpi', 'Bearer hk_00000000_short', 'Splunk x'])(
    '%j opens nothing',
    async (header) => {
      expect(await code({ authorization: header }, 'GET', '/api/v1/incidents')).toBe('not_authenticated');
    },
  );
});

describe('the audit trail', () => {
  test('an attempt on another tenant is noted in the trail of one’s own alone', async () => {
    const other = await test1.addTenant('untouched');
    const site = { tenant: other, name: 'foreign', upstream: 'http://127.0.0.1:3000' };
    expect(await code(roles.get('admin') ?? {}, 'POST', '/api/v1/waf/sites', site)).toBe('tenant_forbidden');
    const trail = async (tenant: string) =>
      (await call(test1.admin, 'GET', `/api/v1/audit?tenant=${tenant}`)).body['rows'] as { target: string }[];
    expect(await trail(other)).toEqual([]);
    expect((await trail(acme)).filter(({ target }) => target === 'foreign')).toHaveLength(1);
  });

  test('names actor, action, target, outcome and address of each change, refused ones too', async () => {
    const viewer = roles.get('viewer') ?? {};
    await call(test1.admin, 'POST', '/api/v1/tenants', { parent: '/root/', slug: 'audited', name: 'Audited' });
    await call(viewer, 'POST', '/api/v1/tokens', { name: 'x', scopes: ['read'], tenant: acme });
    const { body } = await call(test1.admin, 'GET', '/api/v1/audit?limit=10');
    const rows = body['rows'] as Record<string, unknown>[];
    expect(rows.find(({ action }) => action === 'tenant.create')).toMatchObject({
      actor: 'admin',
      target: '/root/audited/',
      outcome: 'success',
      address: '127.0.0.1',
    });
    expect(rows[0]).toMatchObject({ actor: 'acme.viewer', action: 'token.create', outcome: 'denied' });
  });
});

describe('answers', () => {
  test('faults are told in the language asked for, Korean by default', async () => {
    const message = async (lang: string) => {
      const answer = await fetch(`${test1.server.origin}/api/v1/me`, { headers: { 'accept-language': lang } });
      return ((await answer.json()) as { error: { message: string } }).error.message;
    };
    expect(await message('ja;q=0.9, fr')).toBe('サインインが必要です。');
    expect(await message('en-GB')).toBe('You are not signed in.');
    expect(await message('fr')).toBe('로그인이 필요합니다.');
  });

  test('unknown members and wrong types are refused with their place', async () => {
    const extra = await call(test1.admin, 'PATCH', '/api/v1/me', { lang: 'en', role: 'admin' });
    expect([extra.status, extra.body.error?.code]).toEqual([400, 'invalid_request']);
    const range = { query: '', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' };
    const text = await call(test1.admin, 'POST', '/api/v1/search', { ...range, limit: '5' });
    expect(text.body.error).toMatchObject({ code: 'invalid_request', where: 'body/limit must be integer' });
    expect(await code(test1.admin, 'POST', '/api/v1/search', { ...range, from: range.to, to: range.from })).toBe(
      'range_invalid',
    );
    expect(await code(test1.admin, 'POST', '/api/v1/search', { ...range, query: 'a:"' })).toBe('query_syntax');
  });

  test('pages carry no way for scripts of others, data none at all', async () => {
    const data = await call(test1.admin, 'GET', '/api/v1/me');
    expect(data.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(data.headers.get('x-content-type-options')).toBe('nosniff');
    expect(data.headers.get('cache-control')).toBe('no-store');
    const none = await call({}, 'GET', '/api/v1/nothing-here');
    expect([none.status, none.body.error?.code]).toEqual([404, 'not_found']);
  });
});
