import type { ApiToken, StateStore } from '../../store/state/index.ts';
import { prefixOf } from './api-token.ts';
import { hashOf } from './secrets.ts';

/** How long an answer is believed: senders come every second, and a revoked token may work this much longer elsewhere. */
const BELIEVE_MS = 5_000;
/** Tokens remembered, valid or not; a flood of made-up ones only empties the memory. */
const MAX_REMEMBERED = 10_000;
/** `lastUsed` is written at most this often for a token. */
const TOUCH_EVERY_MS = 60_000;

interface Remembered {
  readonly token: ApiToken | undefined;
  readonly until: number;
}

/** Authenticates API tokens by the hash of the whole token; remembers answers for seconds. */
export interface TokenCheck {
  check(token: string): Promise<ApiToken | undefined>;
  /** Forgets everything: after a token was deleted. */
  forget(): void;
}

export function tokenCheck(state: StateStore, now: () => number): TokenCheck {
  const remembered = new Map<string, Remembered>();
  const touched = new Map<string, number>();

  const touch = async (token: ApiToken, at: number): Promise<void> => {
    if (at - (touched.get(token.id) ?? 0) < TOUCH_EVERY_MS) return;
    touched.set(token.id, at);
    await state.tokens.touch(token.id, new Date(at).toISOString());
  };

  return {
    async check(token) {
      if (prefixOf(token) === undefined) return undefined;
      const hash = hashOf(token);
      const at = now();
      let entry = remembered.get(hash);
      if (entry === undefined || entry.until <= at) {
        entry = { token: await state.tokens.authenticate(hash, new Date(at).toISOString()), until: at + BELIEVE_MS };
        if (remembered.size >= MAX_REMEMBERED) remembered.clear();
        remembered.set(hash, entry);
      }
      const found = entry.token;
      if (found === undefined || (found.expires !== null && Date.parse(found.expires) <= at)) return undefined;
      await touch(found, at);
      return found;
    },
    forget: () => remembered.clear(),
  };
}
