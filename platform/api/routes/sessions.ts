import { clearSessionCookie } from '../auth/cookie.ts';
import { verifyPassword } from '../auth/passwords.ts';
import { signIn } from '../auth/sign-in.ts';
import { Throttle } from '../auth/throttle.ts';
import { fault } from '../errors.ts';
import { answers, NO_CONTENT, type Routes, userIn } from '../route.ts';
import { Me } from '../schemas/me.ts';
import { Login } from '../schemas/sessions.ts';

export const sessionRoutes: Routes = (api, deps) => {
  const { state, limits } = deps;
  const throttle = new Throttle();

  api.post(
    '/api/v1/sessions',
    {
      config: { rateLimit: { max: limits.signInsPerMinute, timeWindow: 60_000 } },
      schema: { summary: 'Signs in', tags: ['sessions'], body: Login, response: answers(Me) },
    },
    async (request, reply) => {
      const { username, password } = request.body;
      request.auditNote = { actor: username, target: username };
      const keys = [`account ${username}`, `address ${request.ip}`];
      // Not the wall clock: one that was ahead for a moment would lock an account out until then.
      const waitMs = Math.max(...keys.map((key) => throttle.waitMs(key, performance.now())));
      if (waitMs > 0) {
        reply.header('retry-after', Math.ceil(waitMs / 1000));
        throw fault('login_throttled');
      }
      const found = await state.users.credentials(username);
      const fits = await verifyPassword(found?.passwordHash, password);
      if (!fits || found === undefined || found.user.disabled) {
        for (const key of keys) throttle.failed(key, performance.now());
        throw fault('login_failed');
      }
      for (const key of keys) throttle.succeeded(key);
      request.auditNote.tenant = found.user.tenant;
      return signIn(deps, found.user, request, reply);
    },
  );

  api.delete(
    '/api/v1/sessions/current',
    { schema: { summary: 'Signs out', tags: ['sessions'], response: NO_CONTENT } },
    async (request, reply) => {
      const { session } = userIn(request);
      await state.sessions.remove(session.idHash);
      deps.streams.closeSession(session.idHash);
      clearSessionCookie(reply, deps.https);
      return reply.code(204).send(null);
    },
  );
};
