import type { Session, StateStore } from '../../store/state/index.ts';
import { ROOT_TENANT, scopeOf } from '../../tenancy/scope.ts';
import type { UserPrincipal } from '../principal.ts';
import { hashOf, newSecret } from './secrets.ts';

/** How long sessions live; an administrator may change both (`settings`). */
export interface SessionLife {
  readonly idleMinutes: number;
  readonly absoluteHours: number;
}

export const DEFAULT_SESSION_LIFE: SessionLife = { idleMinutes: 60, absoluteHours: 12 };

/** A use prolongs the session at most this often, so that reading does not write to the database every time. */
const PROLONG_EVERY_MS = 60_000;

export interface Sessions {
  /** A new session for someone who proved who they are; `id` goes into the cookie and is kept nowhere. */
  open(userId: string, from: { address: string; agent: string }): Promise<{ id: string; csrf: string }>;
  /** Who holds the session, with their grants as they are now; prolongs it unless `quiet`. */
  find(id: string, quiet?: boolean): Promise<UserPrincipal | undefined>;
  /** A new id and CSRF token for the same session, after its rights or its password changed. */
  renew(session: Session): Promise<{ id: string; csrf: string }>;
  life(tenant: string): Promise<SessionLife>;
}

export function sessionsOf(state: StateStore, now: () => number): Sessions {
  const life = (tenant: string) => sessionLife(state, tenant);
  const iso = (ms: number) => new Date(ms).toISOString();
  return {
    life,
    async open(userId, { address, agent }) {
      const user = await state.users.self(userId);
      const { idleMinutes } = await life(user?.tenant ?? ROOT_TENANT);
      const id = newSecret();
      const csrf = newSecret();
      const at = now();
      await state.sessions.create({
        idHash: hashOf(id),
        userId,
        csrf,
        rotated: iso(at),
        expires: iso(at + idleMinutes * 60_000),
        address,
        agent: agent.slice(0, 256),
      });
      return { id, csrf };
    },
    async find(id, quiet = false) {
      const at = now();
      const session = await state.sessions.find(hashOf(id), iso(at));
      if (session === undefined) return undefined;
      const [user, grants] = await Promise.all([state.users.self(session.userId), state.grants.of(session.userId)]);
      if (user === undefined) return undefined;
      const { idleMinutes, absoluteHours } = await life(user.tenant);
      const end = Date.parse(session.created) + absoluteHours * 3_600_000;
      if (at >= end) {
        await state.sessions.remove(session.idHash);
        return undefined;
      }
      const expires = Math.min(at + idleMinutes * 60_000, end);
      // Shortened too: one that was opened while the clock was ahead would stay open until it is there again.
      if (!quiet && Math.abs(expires - Date.parse(session.expires)) >= PROLONG_EVERY_MS) {
        const { idHash, csrf, rotated } = session;
        await state.sessions.rotate(idHash, { idHash, csrf, rotated, expires: iso(expires) });
      }
      return { kind: 'user', actor: user.username, user, session, grants };
    },
    async renew(session) {
      const id = newSecret();
      const csrf = newSecret();
      const { expires } = session;
      await state.sessions.rotate(session.idHash, { idHash: hashOf(id), csrf, rotated: iso(now()), expires });
      return { id, csrf };
    },
  };
}

async function sessionLife(state: StateStore, tenant: string): Promise<SessionLife> {
  const settings = new Map((await state.settings.effective(scopeOf(tenant))).map(({ key, value }) => [key, value]));
  return {
    idleMinutes: Number(settings.get('sessionIdleMinutes') ?? DEFAULT_SESSION_LIFE.idleMinutes),
    absoluteHours: Number(settings.get('sessionAbsoluteHours') ?? DEFAULT_SESSION_LIFE.absoluteHours),
  };
}
