import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Grant, User } from '../../store/state/index.ts';
import type { RouteDeps } from '../route.ts';
import type { Me } from '../schemas/me.ts';
import { setSessionCookie } from './cookie.ts';

/** Opens a new session for a user who proved who they are, and answers who that is. */
export async function signIn(deps: RouteDeps, user: User, request: FastifyRequest, reply: FastifyReply): Promise<Me> {
  const { id, csrf } = await deps.sessions.open(user.id, {
    address: request.ip,
    agent: request.headers['user-agent'] ?? '',
  });
  const { absoluteHours } = await deps.sessions.life(user.tenant);
  setSessionCookie(reply, id, deps.https, absoluteHours);
  return meOf(user, await deps.state.grants.of(user.id), csrf);
}

/** A user as the API shows them to themselves. */
export function meOf(user: User, grants: readonly Grant[], csrf: string): Me {
  const { id, username, displayName, timeZone } = user;
  return {
    user: { id, username, displayName, lang: user.lang as Me['user']['lang'], timeZone },
    grants: grants.map(({ tenant, role }) => ({ tenant, role })),
    csrf,
  };
}
