import type { StreamIntake } from '@haechi/platform/api/schemas/stream.ts';

export type Connection = 'connecting' | 'open' | 'lost';

/** One second of intake. */
export interface RatePoint {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly perSecond: number;
}

export interface Live {
  readonly connection: Connection;
  /** Events a second, and the total since the server started. */
  readonly perSecond: number;
  readonly total: number | undefined;
  /** The last two minutes, oldest first. */
  readonly rate: readonly RatePoint[];
}

const KEEP_MS = 120_000;
/** The server sends `intake` once a second while events come in: silence for this long means none. */
export const QUIET_MS = 3000;

let state: Live = { connection: 'connecting', perSecond: 0, total: undefined, rate: [] };
const listeners = new Set<() => void>();

function set(next: Live): void {
  state = next;
  for (const listener of listeners) listener();
}

/** What the event stream said last: a store outside React, so that a tick a second redraws only who looks. */
export const liveStore = {
  get: (): Live => state,
  subscribe: (listener: () => void) => {
    listeners.add(listener);
    return () => void listeners.delete(listener);
  },
  connection: (connection: Connection) => {
    if (connection !== state.connection) set({ ...state, connection });
  },
  intake: ({ perSecond, total }: StreamIntake, at: number) => {
    const rate = [...state.rate.filter((point) => at - point.at < KEEP_MS), { at, perSecond }];
    set({ ...state, perSecond, total, rate });
  },
};
