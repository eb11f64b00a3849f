import type { ApiToken, StateStore } from '../../store/state/index.ts';
import { prefixOf } from './api-token.ts';
import { hashOf } from './secrets.ts';

/** How long an answer is believed: senders come every second, and a revoked token may work this much longer elsewhere. */
const BELIEVE_MS = 5_000;
/** Tokens remembered, valid or not; a flood of made-up ones only empties the memory. */
const MAX_REMEMBERED = 10_000;
/** `lastUsed` is written at most this often for a token. */
const TOUCH_EVERY_MS = 60_000;
/** A time before which no token expired: whether one has is decided here, each time it is used. */
const EVER = '1970-01-01T00:00:00.000Z';

interface Remembered {
  readonly token: ApiToken | undefined;
  /** When the answer was given. */
  readonly since: number;
}

/** Whether less than some time has passed since; not so where the clock was set back behind it meanwhile. */
function isWithin(ms: number, since: number | undefined, at: number): boolean {
  return since !== undefined && at >= since && at - since < ms;
}

/** Authenticates API tokens by the hash of the whole token; remembers answers for seconds. */
export interface TokenCheck {
  check(token: string): Promise<ApiToken | undefined>;
  /** Like `check`, but tells an expired token from one that never was or was deleted. */
  lookUp(token: string): Promise<ApiToken | 'expired' | undefined>;
  /** Forgets everything: after a token was deleted. */
  forget(): void;
}

export function tokenCheck(state: StateStore, now: () => number): TokenCheck {
  const remembered = new Map<string, Remembered>();
  const touched = new Map<string, number>();

  const touch = async (token: ApiToken, at: number): Promise<void> => {
    if (isWithin(TOUCH_EVERY_MS, touched.get(token.id), at)) return;
    touched.set(token.id, at);
    await state.tokens.touch(token.id, new Date(at).toISOString());
  };

  const lookUp = async (token: string): Promise<ApiToken | 'expired' | undefined> => {
    if (prefixOf(token) === undefined) return undefined;
    const hash = hashOf(token);
    const at = now();
    let entry = remembered.get(hash);
    if (!isWithin(BELIEVE_MS, entry?.since, at) || entry === undefined) {
      entry = { token: await state.tokens.authenticate(hash, EVER), since: at };
      if (remembered.size >= MAX_REMEMBERED) remembered.clear();
      remembered.set(hash, entry);
    }
    const found = entry.token;
    if (found === undefined) return undefined;
    if (found.expires !== null && Date.parse(found.expires) <= at) return 'expired';
    await touch(found, at);
    return found;
  };

  return {
    lookUp,
    async check(token) {
      const found = await lookUp(token);
      return found === 'expired' ? undefined : found;
    },
    forget: () => remembered.clear(),
  };
}
