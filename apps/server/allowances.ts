import { Allowances } from '@haechi/platform/ingest/allowance.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';

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
    const midnight = `${new Date(now()).toISOString().slice(0, 10)}T00:00:00.000Z`;
    allowances.set(tenants, isBounded ? await state.intakeCounts.bytesSince(midnight) : new Map());
  };
  await reload();
  return { allowances, reload };
}
