import type { Processor } from '@haechi/platform/processing/processor.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import { scopeOf } from '@haechi/platform/tenancy/scope.ts';
import { oneAfterAnother } from './one-after-another.ts';

/**
 * Has the pipeline take up the asset and user tables of every tenant.
 *
 * @returns what to call after a tenant's tables have changed
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
  const changed = new Map<string, () => Promise<void>>();
  return (tenant) => {
    let change = changed.get(tenant);
    if (change === undefined) changed.set(tenant, (change = oneAfterAnother(() => learn(tenant))));
    return change();
  };
}
