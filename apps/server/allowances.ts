import { Allowances } from '@haechi/platform/ingest/allowance.ts';
import type { TimeRange } from '@haechi/platform/store/ports.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';

const DAY_MS = 86_400_000;

/** What tenants may send, as the intake asks for it. */
export interface KnownAllowances {
  readonly allowances: Allowances;
  /** Reads bounds and what was used of them anew: another process may have changed either. */
  readonly reload: () => Promise<void>;
}

/** Opens what tenants may send with what they sent today. @param now milliseconds since the epoch */
export async function openAllowances(state: StateStore, now: () => number): Promise<KnownAllowances> {
  const allowances = new Allowances(now);
  const reload = async (): Promise<void> => {
    const tenants = await state.tenants.all();
    const isBounded = tenants.some(({ eventsPerSecond, bytesPerDay }) => (eventsPerSecond ?? bytesPerDay) !== null);
    allowances.set(tenants, isBounded ? await state.intakeCounts.bytesIn(dayOf(now())) : new Map());
  };
  await reload();
  return { allowances, reload };
}

/** The day of UTC, with its end: what was counted while the clock was ahead belongs to no day before. */
function dayOf(ms: number): TimeRange {
  const startMs = Math.floor(ms / DAY_MS) * DAY_MS;
  return { from: new Date(startMs).toISOString(), to: new Date(startMs + DAY_MS).toISOString() };
}
