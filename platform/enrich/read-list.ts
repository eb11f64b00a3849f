import { HaechiError } from '@haechi/event';
import type { Indicator } from './indicator.ts';
import { ENRICH_LIMITS } from './limits.ts';
import { readIndicator } from './read-indicator.ts';
import { patternIndicators } from './stix-pattern.ts';

/** A list as it was read. */
export interface ReadList {
  readonly indicators: readonly Indicator[];
  /** What was not taken, with its place and why; the first of many. */
  readonly refused: readonly { readonly where: string; readonly reason: RefusalReason }[];
  readonly refusedCount: number;
}

/** Stable: shown in words by the console. */
type RefusalReason = 'not_an_indicator' | 'pattern_unsupported' | 'revoked';

/**
 * Reads a list of indicators: STIX 2.1 JSON (a bundle, or objects in a list), or text with one a line, in the first column,
 * with comments after `#` or `;`.
 *
 * @throws HaechiError `intel_list_invalid` where nothing in it can be used, or it is too large
 */
export function readIntelList(text: string): ReadList {
  if (text.length > ENRICH_LIMITS.listChars)
    throw invalid(`the list has more than ${ENRICH_LIMITS.listChars} characters`);
  const read = /^\s*[{[]/.test(text) ? readStix(text) : readLines(text);
  if (read.indicators.length === 0) throw invalid('no indicator was found in it');
  if (read.indicators.length > ENRICH_LIMITS.listEntries)
    throw invalid(`the list has more than ${ENRICH_LIMITS.listEntries} indicators`);
  return read;
}

class Reading {
  readonly #found = new Map<string, Indicator>();
  readonly #refused: { where: string; reason: RefusalReason }[] = [];
  #refusedCount = 0;

  add(indicator: Indicator): void {
    this.#found.set(`${indicator.type} ${indicator.value}`, indicator);
  }

  refuse(where: string, reason: RefusalReason): void {
    this.#refusedCount++;
    if (this.#refused.length < ENRICH_LIMITS.shownRefusals) this.#refused.push({ where, reason });
  }

  done(): ReadList {
    return { indicators: [...this.#found.values()], refused: this.#refused, refusedCount: this.#refusedCount };
  }
}

function readLines(text: string): ReadList {
  const reading = new Reading();
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line
      .replace(/^\uFEFF/, '')
      .replace(/(?:^|\s)[#;].*$/, '')
      .trim();
    if (content === '') continue;
    const first = (content.split(/[\s,|]/)[0] ?? '').replaceAll('"', '');
    const indicator = readIndicator(first);
    if (indicator === undefined) reading.refuse(`line ${index + 1}`, 'not_an_indicator');
    else reading.add(indicator);
  }
  return reading.done();
}

interface StixObject {
  readonly id?: unknown;
  readonly type?: unknown;
  readonly pattern?: unknown;
  readonly pattern_type?: unknown;
  readonly valid_until?: unknown;
  readonly revoked?: unknown;
}

function readStix(text: string): ReadList {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    throw invalid('it begins like JSON and is none');
  }
  const { objects = parsed } = parsed as { objects?: unknown };
  const reading = new Reading();
  for (const [index, object] of (Array.isArray(objects) ? objects : [objects]).entries()) {
    if (typeof object !== 'object' || object === null || (object as StixObject).type !== 'indicator') continue;
    const { id, pattern, pattern_type: kind = 'stix', valid_until: until, revoked } = object as StixObject;
    const where = typeof id === 'string' ? id.slice(0, 100) : `object ${index + 1}`;
    const found = kind === 'stix' && typeof pattern === 'string' ? patternIndicators(pattern) : undefined;
    if (revoked === true) reading.refuse(where, 'revoked');
    else if (found === undefined) reading.refuse(where, 'pattern_unsupported');
    else {
      const time = typeof until === 'string' ? Date.parse(until) : Number.NaN;
      for (const one of found) reading.add(Number.isNaN(time) ? one : { ...one, until: new Date(time).toISOString() });
    }
  }
  return reading.done();
}

function invalid(what: string): HaechiError {
  return new HaechiError('intel_list_invalid', {
    what,
    remedy: 'give text with one address, network, domain, URL or hash a line, or a STIX 2.1 bundle with indicators',
  });
}
