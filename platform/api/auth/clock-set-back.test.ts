import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openState, type StateStore } from '../../store/state/index.ts';
import { ROOT_TENANT, scopeOf } from '../../tenancy/scope.ts';
import { newApiToken } from './api-token.ts';
import { hashOf } from './secrets.ts';
import { sessionsOf } from './sessions.ts';
import { tokenCheck } from './token-check.ts';

const NOW = Date.now();
const YEAR_MS = 365 * 86_400_000;
const folder = mkdtempSync(path.join(tmpdir(), 'set-back-'));
let state: StateStore;
beforeAll(async () => {
  state = await openState(folder);
});
afterAll(async () => {
  await state.close();
  rmSync(folder, { recursive: true, force: true });
});

test('a token that was deleted elsewhere works for seconds, though the clock was ahead for a moment', async () => {
  const scope = scopeOf(ROOT_TENANT);
  const { token, prefix } = newApiToken();
  const made = await state.tokens.create(scope, {
    tenant: ROOT_TENANT,
    name: 'agent',
    prefix,
    hash: hashOf(token),
    scopes: ['read'],
    author: 'test',
  });
  let now = NOW + YEAR_MS;
  const tokens = tokenCheck(state, () => now);
  expect(await tokens.check(token)).toBeDefined();
  await state.tokens.remove(scope, made.id);
  now = NOW;
  expect(await tokens.check(token)).toBeUndefined();
});

test('a session that was opened while the clock was ahead ends an idle time after its last use', async () => {
  const user = await state.users.create(scopeOf(ROOT_TENANT), {
    username: 'kim',
    passwordHash: 'hash',
    displayName: 'Kim',
    lang: 'ko',
    timeZone: 'Asia/Seoul',
  });
  let now = NOW + YEAR_MS;
  const sessions = sessionsOf(state, () => now);
  const { id } = await sessions.open(user.id, { address: '192.0.2.1', agent: 'test' });
  now = NOW;
  expect(await sessions.find(id)).toBeDefined();
  now = NOW + 2 * 3_600_000;
  expect(await sessions.find(id)).toBeUndefined();
});
