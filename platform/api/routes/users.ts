import type { User as StoredUser } from '../../store/state/index.ts';
import { isWithin, ROOT_TENANT, scopeOf, type TenantScope } from '../../tenancy/scope.ts';
import { hashPassword, requireStrongPassword } from '../auth/passwords.ts';
import { fault } from '../errors.ts';
import { answers, NO_CONTENT, type RouteDeps, type Routes, scopeIn } from '../route.ts';
import { IdParams, TenantQuery } from '../schemas/common.ts';
import { Grants, NewUser, User, UserPage, UserPatch } from '../schemas/users.ts';

const tags = ['users'];

export const userRoutes: Routes = (api, deps) => {
  const { state, streams } = deps;

  const shown = async (scope: TenantScope, user: StoredUser): Promise<User> => {
    const { id, tenant, username, displayName, disabled, created } = user;
    const grants = await state.grants.list(scope, id);
    return { id, tenant, username, displayName, lang: user.lang as User['lang'], disabled, created, grants };
  };

  api.get(
    '/api/v1/users',
    {
      schema: {
        summary: 'Accounts at home in the subtree',
        tags,
        querystring: TenantQuery,
        response: answers(UserPage),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      return { rows: await Promise.all((await state.users.list(scope)).map((user) => shown(scope, user))) };
    },
  );

  api.post(
    '/api/v1/users',
    { schema: { summary: 'Adds an account', tags, querystring: TenantQuery, body: NewUser, response: answers(User) } },
    async (request) => {
      const scope = scopeIn(request);
      const { username, displayName, password, grants, lang = 'ko' } = request.body;
      const tenant = scopeOf(scope.path, request.body.tenant).path;
      request.auditNote = { target: username, detail: { grants } };
      requireWithin(scope, grants);
      await requireStrongPassword(password, [username, displayName]);
      const passwordHash = await hashPassword(password);
      const timeZone = 'Asia/Seoul';
      const user = await state.users.create(scope, { tenant, username, passwordHash, displayName, lang, timeZone });
      await state.grants.replace(scope, user.id, grants);
      return shown(scope, user);
    },
  );

  api.patch(
    '/api/v1/users/:id',
    {
      schema: {
        summary: 'Renames, disables or gives a new password',
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: UserPatch,
        response: answers(User),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      const user = await manageable(deps, scope, request.params.id);
      const { password, ...change } = request.body;
      request.auditNote = { target: user.username, detail: { changed: Object.keys(request.body) } };
      if (change.disabled === true) await requireAnotherAdministrator(deps, user.id);
      if (password !== undefined) await requireStrongPassword(password, [user.username, user.displayName]);
      const secret = password === undefined ? {} : { passwordHash: await hashPassword(password) };
      const updated = await state.users.update(scope, user.id, { ...change, ...secret });
      if (password !== undefined || change.disabled === true) await endSessions(deps, user.id);
      return shown(scope, updated ?? user);
    },
  );

  api.delete(
    '/api/v1/users/:id',
    {
      schema: { summary: 'Removes an account', tags, params: IdParams, querystring: TenantQuery, response: NO_CONTENT },
    },
    async (request, reply) => {
      const scope = scopeIn(request);
      const user = await manageable(deps, scope, request.params.id);
      request.auditNote.target = user.username;
      await requireAnotherAdministrator(deps, user.id);
      await state.users.remove(scope, user.id);
      streams.closeUser(user.id);
      return reply.code(204).send(null);
    },
  );

  api.put(
    '/api/v1/users/:id/grants',
    {
      schema: {
        summary: "Replaces an account's roles inside the subtree",
        tags,
        params: IdParams,
        querystring: TenantQuery,
        body: Grants,
        response: answers(User),
      },
    },
    async (request) => {
      const scope = scopeIn(request);
      const user = await state.users.find(scope, request.params.id);
      if (user === undefined) throw fault('not_found');
      request.auditNote = { target: user.username, detail: { grants: request.body } };
      requireWithin(scope, request.body);
      const keepsRoot = request.body.some(({ tenant, role }) => tenant === ROOT_TENANT && role === 'admin');
      if (isWithin(ROOT_TENANT, scope.path) && !keepsRoot) await requireAnotherAdministrator(deps, user.id);
      await state.grants.replace(scope, user.id, request.body);
      await endSessions(deps, user.id);
      return shown(scope, user);
    },
  );
};

/** Rights changed: whoever is signed in with the old ones signs in again. */
async function endSessions({ state, streams }: RouteDeps, userId: string): Promise<void> {
  await state.sessions.removeOfUser(userId);
  streams.closeUser(userId);
}

function requireWithin(scope: TenantScope, grants: readonly { tenant: string }[]): void {
  for (const { tenant } of grants) scopeOf(scope.path, tenant);
}

/**
 * The account, when all its rights lie inside the caller's scope: else an administrator of one tenant could take over
 * an account with rights in others by giving it a new password.
 */
async function manageable({ state }: RouteDeps, scope: TenantScope, id: string): Promise<StoredUser> {
  const user = await state.users.find(scope, id);
  if (user === undefined) throw fault('not_found');
  const grants = await state.grants.of(user.id);
  if (grants.some(({ tenant }) => !isWithin(tenant, scope.path))) throw fault('user_outside');
  return user;
}

/** The installation never loses its last administrator at the root. */
async function requireAnotherAdministrator({ state }: RouteDeps, userId: string): Promise<void> {
  const grants = await state.grants.of(userId);
  if (!grants.some(isRootAdmin)) return;
  const everyone = await state.users.list(scopeOf(ROOT_TENANT));
  for (const other of everyone) {
    if (other.id === userId || other.disabled) continue;
    if ((await state.grants.of(other.id)).some(isRootAdmin)) return;
  }
  throw fault('last_administrator');
}

function isRootAdmin({ tenant, role }: { tenant: string; role: string }): boolean {
  return tenant === ROOT_TENANT && role === 'admin';
}
