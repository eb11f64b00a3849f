import type { Processor } from '@haechi/platform/processing/processor.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import { scopeOf } from '@haechi/platform/tenancy/scope.ts';

/**
 * Has the pipeline take up the asset and user tables of every tenant.
 *
 * @returns what to call after a tenant's tables have changed. Calls follow each other, so that the newest state is taken
 *   up last; those for a tenant that still waits share one.
 */
export async function openInventory(
  { inventory }: Pick<StateStore, 'inventory'>,
  processor: Pick<Processor, 'learn'>,
): Promise<(tenant: string) => Promise<void>> {
  const learn = async (tenant: string): Promise<void> => {
    const scope = scopeOf(tenant);
    const [assets, users] = [await inventory.own(scope, 'assets'), await inventory.own(scope, 'users')];
    await processor.learn({ tenant, assets, users });
  };
  for (const tenant of await inventory.tenants()) await learn(tenant);
  const waiting = new Map<string, Promise<void>>();
  let last = Promise.resolve();
  return (tenant) => {
    const known = waiting.get(tenant);
    if (known !== undefined) return known;
    const next = last.then(() => {
      waiting.delete(tenant);
      return learn(tenant);
    });
    waiting.set(tenant, next);
    last = next.catch(() => undefined);
    return next;
  };
}
