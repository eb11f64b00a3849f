import type { RuleActivity } from '../detect/detector.ts';
import { ROOT_TENANT } from '../tenancy/scope.ts';
import type { MeasuredActivity } from './processor.ts';

/** Nanoseconds of a rule below which nothing is written down yet: what is left out is in the next sum. */
const WORTH_WRITING = 100_000;

/**
 * What rules cost since they were last asked, also those that never fire. Rules are matched once for all tenants, so
 * their cost is the installation's and stands with its root tenant.
 */
export class RuleCosts {
  readonly #told = new Map<string, number>();

  /**
   * The activity with what was spent.
   *
   * @param costs nanoseconds by rule id since the rules were compiled
   */
  charge(activity: readonly RuleActivity[], costs: ReadonlyMap<string, number>): MeasuredActivity[] {
    const charged: MeasuredActivity[] = activity.map((each) => ({ ...each, costNs: 0 }));
    const atRoot = new Map<string, number>(
      charged.flatMap(({ tenant, ruleId }, at) => (tenant === ROOT_TENANT ? [[ruleId, at] as const] : [])),
    );
    for (const [ruleId, total] of costs) {
      const costNs = total - (this.#told.get(ruleId) ?? 0);
      if (costNs < WORTH_WRITING) continue;
      this.#told.set(ruleId, total);
      const at = atRoot.get(ruleId);
      if (at === undefined) charged.push({ tenant: ROOT_TENANT, ruleId, fired: 0, lastFired: null, costNs });
      else charged[at] = { ...charged[at]!, costNs };
    }
    return charged;
  }
}
