import type { Processor } from '@haechi/platform/processing/processor.ts';
import type { StateStore } from '@haechi/platform/store/state/index.ts';
import { scopeOf } from '@haechi/platform/tenancy/scope.ts';
import { oneAfterAnother } from './one-after-another.ts';

/**
 * Has the pipeline take up the asset and user tables of every tenant.
 *
 * @returns what to call after a tenant's tables have changed, or any
 */
export async function openInventory(
  { inventory }: Pick<StateStore, 'inventory'>,
  processor: Pick<Processor, 'learn'>,
): Promise<(tenant?: string) => Promise<void>> {
  const learn = async (tenant: string): Promise<void> => {
    const scope = scopeOf(tenant);
    const [assets, users] = [await inventory.own(scope, 'assets'), await inventory.own(scope, 'users')];
    await processor.learn({ tenant, assets, users });
  };
  const changes = new Map<string, () => Promise<void>>();
  const changed = (tenant: string): Promise<void> => {
    let change = changes.get(tenant);
    if (change === undefined) changes.set(tenant, (change = oneAfterAnother(() => learn(tenant))));
    return change();
  };
  const all = async (): Promise<void> => {
    // Those that had tables may have none any more.
    for (const tenant of new Set([...changes.keys(), ...(await inventory.tenants())])) await changed(tenant);
  };
  await all();
  return (tenant) => (tenant === undefined ? all() : changed(tenant));
}
