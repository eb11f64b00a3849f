import path from 'node:path';
import { HaechiError } from '@haechi/event';
import type { PolicySourceOptions } from '@haechi/waf/site/policy-source.ts';
import { type LogOptions, tokenIn, wafStateFolder } from './log-options.ts';

/** Options of a WAF that serves a site of the platform. */
export interface SiteOptions extends Pick<LogOptions, 'platform' | 'platformTokenFile' | 'site'> {
  /** Seconds. */
  readonly policyEvery: number;
}

/** Where the site's policy comes from, if from a platform. @throws HaechiError `usage`, `file_unreadable` */
export function policySourceOf(
  { platform, platformTokenFile, site, policyEvery }: SiteOptions,
  listen: string,
  say: (line: string) => void,
): PolicySourceOptions | undefined {
  if (site === undefined && platform === undefined && platformTokenFile === undefined) return undefined;
  if (site === undefined || platform === undefined || platformTokenFile === undefined)
    throw new HaechiError('usage', {
      what: '--site, --platform and --platform-token-file belong together',
      remedy: 'give all three; to log to a platform without taking its policy use --log-to',
    });
  if (!(policyEvery >= 1 && policyEvery <= 3_600))
    throw new HaechiError('usage', { what: '--policy-every wants 1 to 3600 seconds', where: String(policyEvery) });
  const address = URL.canParse(platform) ? new URL(platform) : undefined;
  if (address === undefined || !['http:', 'https:'].includes(address.protocol))
    throw new HaechiError('usage', { what: '--platform wants http(s)://host:port', where: platform });
  return {
    platform: address,
    token: tokenIn(platformTokenFile),
    site,
    cacheFile: path.join(wafStateFolder(listen), 'policy.json'),
    say,
    everyMs: policyEvery * 1000,
  };
}
