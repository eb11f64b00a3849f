import type { NewExclusion, Trial, WafSite } from '@haechi/platform/api/schemas/waf.ts';

/** Tag of the rule that adds up the others and denies: to exclude it would switch the WAF off. */
const EVALUATION = 'anomaly-evaluation';
const TARGET =
  /^(?:ARGS|ARGS_GET|ARGS_POST|ARGS_NAMES|REQUEST_COOKIES|REQUEST_COOKIES_NAMES|REQUEST_HEADERS|FILES)(?::[\w.[\]$/@*+-]{1,200})$/;
const PATH = /^\/(?:[\w.~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2})*$/;

/**
 * The narrowest exclusions with which a request would not have matched: each rule for the field it matched in, on this
 * path alone. A field whose name rules cannot spell excludes the rule on the path.
 *
 * @param path of the request; without a usable one there are none: an exclusion for the whole site is made by hand
 * @param known exclusions that the site has already
 */
export function exclusionsOf(
  rules: Trial['rules'],
  path: string | undefined,
  known: WafSite['exclusions'],
): Omit<NewExclusion, 'reason'>[] {
  if (path === undefined || !PATH.test(path)) return [];
  const found = new Map<string, Omit<NewExclusion, 'reason'>>();
  for (const { id, variable, tags } of rules) {
    if (tags.includes(EVALUATION)) continue;
    const target = TARGET.test(variable) ? { target: variable } : {};
    const exclusion = { rule: id, path, ...target };
    const there = known.some(
      (one) => one.rule === id && one.path === path && (one.target ?? '') === (target.target ?? ''),
    );
    if (!there) found.set(JSON.stringify(exclusion), exclusion);
  }
  return [...found.values()];
}
