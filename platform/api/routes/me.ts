import type { FastifyReply } from 'fastify';
import { setSessionCookie } from '../auth/cookie.ts';
import { hashPassword, requireStrongPassword, verifyPassword } from '../auth/passwords.ts';
import { meOf } from '../auth/sign-in.ts';
import { fault } from '../errors.ts';
import type { UserPrincipal } from '../principal.ts';
import { answers, type RouteDeps, type Routes, userIn } from '../route.ts';
import { Me, MePatch } from '../schemas/me.ts';
import { requireTimeZone } from '../time.ts';

export const meRoutes: Routes = (api, deps) => {
  api.get(
    '/api/v1/me',
    { schema: { summary: 'Who is signed in, and the CSRF token', tags: ['me'], response: answers(Me) } },
    async (request) => {
      const { user, grants, session } = userIn(request);
      return meOf(user, grants, session.csrf);
    },
  );

  api.patch(
    '/api/v1/me',
    { schema: { summary: 'Changes the own account', tags: ['me'], body: MePatch, response: answers(Me) } },
    async (request, reply) => {
      const principal = userIn(request);
      const { password, ...profile } = request.body;
      request.auditNote = { target: principal.user.username, detail: { changed: Object.keys(request.body) } };
      if (profile.timeZone !== undefined) requireTimeZone(profile.timeZone);
      const csrf =
        password === undefined ? principal.session.csrf : await changePassword(deps, principal, password, reply);
      const user = await deps.state.users.updateSelf(principal.user.id, profile);
      return meOf(user ?? principal.user, principal.grants, csrf);
    },
  );
};

/** Sets a new password, ends all other sessions and gives this one a new id. Answers the new CSRF token. */
async function changePassword(
  { state, sessions, streams, https }: RouteDeps,
  { user, session }: UserPrincipal,
  password: { current: string; next: string },
  reply: FastifyReply,
): Promise<string> {
  if (!(await verifyPassword(await state.users.passwordHash(user.id), password.current))) throw fault('password_wrong');
  await requireStrongPassword(password.next, [user.username, user.displayName]);
  await state.users.updateSelf(user.id, { passwordHash: await hashPassword(password.next) });
  await state.sessions.removeOfUser(user.id, session.idHash);
  streams.closeUser(user.id, session.idHash);
  const renewed = await sessions.renew(session);
  const { absoluteHours } = await sessions.life(user.tenant);
  setSessionCookie(reply, renewed.id, https, absoluteHours);
  return renewed.csrf;
}
