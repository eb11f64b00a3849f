import { ROOT_TENANT, scopeOf } from '../../tenancy/scope.ts';
import { hashPassword, requireStrongPassword } from '../auth/passwords.ts';
import { hashOf } from '../auth/secrets.ts';
import { signIn } from '../auth/sign-in.ts';
import { fault } from '../errors.ts';
import { answers, type Routes } from '../route.ts';
import { Me } from '../schemas/me.ts';
import { Setup, SetupState } from '../schemas/setup.ts';

export const setupRoutes: Routes = (api, deps) => {
  const { state, limits, now } = deps;

  api.get(
    '/api/v1/setup',
    {
      schema: {
        summary: 'Whether an administrator is still to be made',
        tags: ['setup'],
        response: answers(SetupState),
      },
    },
    async () => ({ needed: await state.setup.needed() }),
  );

  api.post(
    '/api/v1/setup',
    {
      config: { rateLimit: { max: limits.signInsPerMinute, timeWindow: 60_000 } },
      schema: {
        summary: 'Makes the first administrator with the one-time link',
        tags: ['setup'],
        body: Setup,
        response: answers(Me),
      },
    },
    async (request, reply) => {
      const { token, username, password, lang } = request.body;
      request.auditNote = { actor: username, target: username };
      if (!(await state.setup.needed())) throw fault('setup_done');
      await requireStrongPassword(password, [username]);
      const passwordHash = await hashPassword(password);
      if (!(await state.setup.consume(hashOf(token), new Date(now()).toISOString())))
        throw fault('setup_token_invalid');
      const root = scopeOf(ROOT_TENANT);
      const user = await state.users.create(root, {
        username,
        passwordHash,
        displayName: username,
        lang,
        timeZone: 'Asia/Seoul',
      });
      await state.grants.replace(root, user.id, [{ tenant: ROOT_TENANT, role: 'admin' }]);
      return signIn(deps, user, request, reply);
    },
  );
};
