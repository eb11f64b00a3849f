import type { FastifyReply } from 'fastify';
import { SESSION_COOKIE } from '../guard.ts';

const ATTRIBUTES = { path: '/', httpOnly: true, sameSite: 'strict' } as const;

/** Hands the session to the browser: out of reach of scripts, never sent along from other sites. */
export function setSessionCookie(reply: FastifyReply, id: string, https: boolean, absoluteHours: number): void {
  reply.setCookie(SESSION_COOKIE, id, { ...ATTRIBUTES, secure: https, maxAge: absoluteHours * 3600 });
}

export function clearSessionCookie(reply: FastifyReply, https: boolean): void {
  reply.clearCookie(SESSION_COOKIE, { ...ATTRIBUTES, secure: https });
}
