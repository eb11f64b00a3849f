/** Limits of a site's policy, each with the reason. */
export const POLICY_LIMITS = {
  /** A site that needs more has the wrong rules; each costs a comparison a request. */
  exclusions: 500,
  /** Entries of the block list that a site's policy carries; the WAF reads them again at each change. */
  blocked: 10_000,
  /** Characters of a path, a field name or a reason. */
  textChars: 1_000,
} as const;
