import type { StateStore } from '@haechi/platform/store/state/index.ts';
import { ROOT_TENANT, scopeOf } from '@haechi/platform/tenancy/scope.ts';

/** Up to where the windows of all tenants are saved. */
export interface CorrelationMark {
  /** Id of the bus: positions of another say nothing. */
  readonly bus: string;
  readonly position: number;
  /** When it was set, ISO 8601 UTC. */
  readonly set: string;
}

/** Among the settings of the installation; the API shows only those that it knows. */
const KEY = 'correlationsSaved';

export async function setMark({ settings }: Pick<StateStore, 'settings'>, mark: CorrelationMark): Promise<void> {
  await settings.set(scopeOf(ROOT_TENANT), KEY, mark);
}

/** The mark of the last run; `undefined` where there is none, or none that can be read. */
export async function readMark({ settings }: Pick<StateStore, 'settings'>): Promise<CorrelationMark | undefined> {
  const found = (await settings.effective(scopeOf(ROOT_TENANT))).find(({ key }) => key === KEY)?.value;
  const { bus, position, set } = (found ?? {}) as Partial<CorrelationMark>;
  if (typeof bus !== 'string' || !Number.isSafeInteger(position) || typeof set !== 'string') return undefined;
  return { bus, position: position as number, set };
}
