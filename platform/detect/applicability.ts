/** A switch that somebody set for a tenant and everything below it. */
export interface Switch {
  /** Materialised path, `/root/acme/`. */
  readonly tenant: string;
  readonly ruleId: string;
  readonly enabled: boolean;
}

/** Answers whether a rule works for a tenant. */
export type Applicability = (tenant: string, ruleId: string) => boolean;

/**
 * A rule works for a tenant when it belongs to the tenant or to one above it, and the nearest switch on the way up says
 * so (or there is none: rules are on).
 *
 * @param owners rule id → paths that own it; `/` owns for everyone
 */
export function applicability(
  owners: ReadonlyMap<string, readonly string[]>,
  switches: readonly Switch[],
): Applicability {
  const switchesByRule = Map.groupBy(
    [...switches].sort((a, b) => b.tenant.length - a.tenant.length),
    (one) => one.ruleId,
  );
  return (tenant, ruleId) => {
    if (owners.get(ruleId)?.some((owner) => tenant.startsWith(owner)) !== true) return false;
    return switchesByRule.get(ruleId)?.find((one) => tenant.startsWith(one.tenant))?.enabled ?? true;
  };
}
