export { POLICY_LIMITS } from './limits.ts';
export { type BlockEntry, DEFAULT_POLICY, type Exclusion, type SitePolicy } from './policy.ts';
export { readBlockEntry, readExclusion, readPolicy } from './read.ts';
export { policyRules } from './seclang.ts';
