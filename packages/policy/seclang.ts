import type { Exclusion, SitePolicy } from './policy.ts';

/** Ids of the rules that a policy makes; no published rule set has them (ModSecurity's reserved range for local use ends at 99999). */
const FIRST_ID = 90_000;

/**
 * Writes a policy as SecLang, to be loaded before the rules. It sets the numbers that Haechi's own rules and the OWASP
 * CRS read, and takes rules or their targets out where the site is known to be normal.
 *
 * @param policy as `readPolicy` gives it: nothing in it can end a directive
 */
export function policyRules({ mode, paranoia, threshold, exclusions }: SitePolicy): string {
  const numbers = {
    haechi_threshold: threshold,
    haechi_paranoia: paranoia,
    inbound_anomaly_score_threshold: threshold,
    blocking_paranoia_level: paranoia,
    detection_paranoia_level: paranoia,
    paranoia_level: paranoia,
    executing_paranoia_level: paranoia,
  };
  const sets = Object.entries(numbers).map(([name, value]) => `setvar:tx.${name}=${value}`);
  return [
    `SecRuleEngine ${mode === 'block' ? 'On' : 'DetectionOnly'}`,
    `SecAction "id:${FIRST_ID},phase:1,pass,nolog,t:none,${sets.join(',')}"`,
    ...exclusions.map((exclusion, index) => exclusionRule(exclusion, FIRST_ID + 1 + index)),
    '',
  ].join('\n');
}

function exclusionRule({ rule, path, target }: Exclusion, id: number): string {
  const control = target === undefined ? `ctl:ruleRemoveById=${rule}` : `ctl:ruleRemoveTargetById=${rule};${target}`;
  const actions = `"id:${id},phase:1,pass,nolog,t:none,${control}"`;
  if (path === undefined) return `SecAction ${actions}`;
  return path.endsWith('*')
    ? `SecRule REQUEST_FILENAME "@beginsWith ${path.slice(0, -1)}" ${actions}`
    : `SecRule REQUEST_FILENAME "@streq ${path}" ${actions}`;
}
