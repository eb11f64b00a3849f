import { hashOf, newSecret } from '@haechi/platform/api/auth/secrets.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';

/** How long the one-time administrator link works, milliseconds. */
const LINK_MS = 24 * 3_600_000;

/** A new one-time link while there is no user; older ones stop working. `undefined` once there is one. */
export async function firstLink(state: StateStore, origin: string, now: number): Promise<string | undefined> {
  if (!(await state.setup.needed())) return undefined;
  const token = newSecret();
  await state.setup.issue(hashOf(token), new Date(now + LINK_MS).toISOString());
  return `${origin}/setup#${token}`;
}
