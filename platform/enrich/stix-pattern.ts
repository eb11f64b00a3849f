import type { Indicator } from './indicator.ts';
import { ENRICH_LIMITS } from './limits.ts';
import { readIndicator } from './read-indicator.ts';

const COMPARISON =
  /^(?:(?:ipv4-addr|ipv6-addr|domain-name|url):value|file:hashes\.(?:'[A-Za-z0-9-]{2,10}'|"[A-Za-z0-9-]{2,10}"|[A-Za-z0-9-]{2,10}))\s*=\s*'([^'\\]{1,2048})'$/;

/**
 * Values of a STIX pattern (STIX 2.1, section 9) that is one observation of comparisons for equality joined by OR, which is
 * what feeds of indicators are made of. Anything else, as two things that have to be seen together, is not split up.
 *
 * @returns `undefined` where it is another pattern
 */
export function patternIndicators(pattern: string): Indicator[] | undefined {
  if (pattern.length > ENRICH_LIMITS.patternChars) return undefined;
  const found: Indicator[] = [];
  for (const observation of pattern.split(/\]\s*OR\s*\[/)) {
    const inner = observation.replace(/^\s*\[/, '').replace(/\]\s*$/, '');
    // One space on each side and the rest trimmed: a repetition before OR would be tried from every space of a long run.
    for (const comparison of inner.split(/\sOR\s/)) {
      const value = COMPARISON.exec(comparison.trim())?.[1];
      const indicator = value === undefined ? undefined : readIndicator(value);
      if (indicator === undefined) return undefined;
      found.push(indicator);
    }
  }
  return found;
}
